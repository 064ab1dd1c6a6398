import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long one slice of background work may keep others waiting, ms. */
export const sliceMs = 5;

/** Measures one slice after another, by a clock that does not jump. */
export class SliceClock {
  readonly #monotonic: () => number;
  readonly #ms: number;
  #until: number;

  constructor(monotonic: () => number, ms = sliceMs) {
    this.#monotonic = monotonic;
    this.#ms = ms;
    this.#until = monotonic() + ms;
  }

  get isOver(): boolean {
    return this.#monotonic() >= this.#until;
  }

  /** Lets others in when the slice is over, and begins another. */
  async breathe(): Promise<void> {
    if (!this.isOver) return;
    await nextTurn();
    this.#until = this.#monotonic() + this.#ms;
  }
}
