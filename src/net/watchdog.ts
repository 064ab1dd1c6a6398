/** Calls `onSilence` once when nothing has been heard for `milliseconds`. */
export class Watchdog {
  readonly #onSilence: () => void;
  #milliseconds: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(milliseconds: number, onSilence: () => void) {
    this.#milliseconds = milliseconds;
    this.#onSilence = onSilence;
    this.touch();
  }

  /** Something was heard; from now on silence may last for `milliseconds`. */
  touch(milliseconds = this.#milliseconds): void {
    this.#milliseconds = milliseconds;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#onSilence, milliseconds);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
