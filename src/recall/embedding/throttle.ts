import type { DisposableLike } from '../../core/disposable.ts';

/** Runs `action` at the first call and then, as long as calls keep coming, once an interval and once after the last. */
export class Throttle implements DisposableLike {
  readonly #action: () => void;
  readonly #intervalMs: number;
  #timer: NodeJS.Timeout | undefined;
  #isAsked = false;

  constructor(action: () => void, intervalMs: number) {
    this.#action = action;
    this.#intervalMs = intervalMs;
  }

  call(): void {
    if (this.#timer === undefined) this.#run();
    else this.#isAsked = true;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#isAsked = false;
  }

  #run(): void {
    this.#isAsked = false;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#isAsked) this.#run();
    }, this.#intervalMs);
    this.#timer.unref();
    this.#action();
  }
}
