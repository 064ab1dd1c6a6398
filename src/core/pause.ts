/** A pause that others can cut short. A wake-up that comes while nobody waits is kept for the next pause. */
export class Pause {
  #wake: (() => void) | undefined;
  #pending = false;
  #ended = false;

  async wait(milliseconds: number): Promise<void> {
    if (!this.#pending) await this.#sleep(milliseconds, true);
    this.#pending = false;
  }

  /** Cut short by the end alone. */
  fixed(milliseconds: number): Promise<void> {
    return this.#sleep(milliseconds, false);
  }

  wake(): void {
    if (this.#wake) this.#wake();
    else this.#pending = true;
  }

  /** No pause lasts any longer. */
  end(): void {
    this.#ended = true;
    this.#finish?.();
  }

  #finish: (() => void) | undefined;

  #sleep(milliseconds: number, canWake: boolean): Promise<void> {
    if (this.#ended) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        this.#finish = undefined;
        resolve();
      };
      const timer = setTimeout(finish, milliseconds);
      this.#finish = finish;
      if (canWake) this.#wake = finish;
    });
  }
}
