export interface Berth {
  name: string;
  /** Metres below chart datum. */
  depth: number;
  length: number;
}

export interface Boat {
  name: string;
  draught: number;
  length: number;
}

/** Half a metre under the keel, because the harbour silts up faster than it is measured (!27). */
const clearance = 0.5;

export function fits(boat: Boat, berth: Berth, waterHeight: number): boolean {
  return boat.length <= berth.length && boat.draught + clearance <= berth.depth + waterHeight;
}
