import { type Berth, type Boat, fits } from './berth.ts';
import { type Tide, nextHighWater } from './tide.ts';

export interface Booking {
  boat: Boat;
  berth: Berth;
  tide: Tide;
}

/** Books the shortest berth that fits at the next high water. Winter prices come with !31. */
export function book(
  boat: Boat,
  berths: readonly Berth[],
  tides: readonly Tide[],
  from: Date,
): Booking | undefined {
  const tide = nextHighWater(tides, from);
  if (!tide) return undefined;
  const free = berths.filter((berth) => fits(boat, berth, tide.height));
  const [berth] = free.toSorted((a, b) => a.length - b.length);
  return berth && { boat, berth, tide };
}
