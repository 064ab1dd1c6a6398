/** Height of the water above chart datum, in metres. */
export interface Tide {
  at: Date;
  height: number;
}

/** The next high water at or after a time. The table is sorted by time; see #12 for berths that fall dry. */
export function nextHighWater(table: readonly Tide[], from: Date): Tide | undefined {
  return table.find((tide, index) => {
    const before = table[index - 1]?.height ?? -Infinity;
    const after = table[index + 1]?.height ?? -Infinity;
    return tide.at >= from && tide.height >= before && tide.height >= after;
  });
}
