import type { DisposableLike } from '../../../core/disposable.ts';

/** Runs `action` once calls have been quiet for `quietMs`, but never later than `longestMs` after the first of them. */
export class Debouncer implements DisposableLike {
  readonly #action: () => void;
  readonly #quietMs: number;
  readonly #longestMs: number;
  #timer: NodeJS.Timeout | undefined;
  #firstCall = 0;

  constructor(action: () => void, quietMs: number, longestMs = Number.POSITIVE_INFINITY) {
    this.#action = action;
    this.#quietMs = quietMs;
    this.#longestMs = longestMs;
  }

  call(): void {
    const now = performance.now();
    if (this.#timer === undefined) this.#firstCall = now;
    clearTimeout(this.#timer);
    const wait = Math.max(0, Math.min(this.#quietMs, this.#firstCall + this.#longestMs - now));
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#action();
    }, wait);
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  dispose(): void {
    this.cancel();
  }
}
