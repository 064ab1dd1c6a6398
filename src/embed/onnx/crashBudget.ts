/** How often something may end unexpectedly before it is given up, and how long to wait before each new start. */
export class CrashBudget {
  readonly #most: number;
  readonly #withinMs: number;
  readonly #backoffMs: number;
  readonly #now: () => number;
  #crashes: number[] = [];

  constructor(
    { most, withinMs, backoffMs }: { most: number; withinMs: number; backoffMs: number },
    now: () => number = () => performance.now(),
  ) {
    this.#most = most;
    this.#withinMs = withinMs;
    this.#backoffMs = backoffMs;
    this.#now = now;
  }

  /** Counts a crash. The pause before the next start, ms, or undefined when there were too many of late. */
  spend(): number | undefined {
    const now = this.#now();
    this.#crashes = [...this.#crashes.filter((at) => now - at < this.#withinMs), now];
    const count = this.#crashes.length;
    return count > this.#most ? undefined : this.#backoffMs * 4 ** (count - 1);
  }

  /** Somebody wants it tried again. */
  forgive(): void {
    this.#crashes = [];
  }
}
