import { sliceMs } from './sliceClock.ts';

/** A commit costs as much as some entries, so long slices get on faster; whoever comes waits for the end of one, once. */
const longestSliceMs = 80;

/**
 * How long the next slice of background work may be: short as long as anybody calls, and twice as long as the one before
 * when nobody has called since.
 */
export class SlicePace {
  readonly #calls: () => number;
  #seen: number;
  #ms = sliceMs;

  /** @param calls How many have come so far. */
  constructor(calls: () => number) {
    this.#calls = calls;
    this.#seen = calls();
  }

  next(): number {
    const calls = this.#calls();
    this.#ms = calls === this.#seen ? Math.min(longestSliceMs, 2 * this.#ms) : sliceMs;
    this.#seen = calls;
    return this.#ms;
  }
}
