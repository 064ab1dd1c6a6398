/** A section with what it could show, the most important first. Costs are characters, line ends included. */
export interface OfferedSection {
  readonly heading: string;
  /** Share of the room that it may take before the others had theirs. */
  readonly share: number;
  readonly costs: readonly number[];
  /** How many of the first ones the person has put in front of all else. */
  readonly pinned: number;
}

/**
 * How many of each section's entries fit, from its beginning: what the person has pinned goes before the shares of the
 * sections, and what they leave is taken in their order.
 */
export function fillSections(offered: readonly OfferedSection[], room: number): number[] {
  const taken = offered.map(() => 0);
  let left = room;
  for (const pass of ['pinned', 'share', 'rest'] as const)
    for (const [index, { heading, share, costs, pinned }] of offered.entries()) {
      let count = taken[index] ?? 0;
      const most = pass === 'pinned' ? Math.min(pinned, costs.length) : costs.length;
      let own = pass === 'share' ? Math.min(left, room * share) : left;
      while (count < most) {
        // `## heading` and the end of its line.
        const cost = (costs[count] ?? 0) + (count === 0 ? heading.length + 4 : 0);
        if (cost > own) break;
        count += 1;
        own -= cost;
        left -= cost;
      }
      taken[index] = count;
    }
  return taken;
}
