import type { Clock } from './ports.ts';

interface Lent {
  readonly value: string;
  /** Of the monotonic clock, ms; undefined for as long as the process lives. */
  readonly until: number | undefined;
}

/**
 * What clients lend the server: keys by the origin that they are for (`https://api.example.com`), and values by the name
 * that they have in an environment. A server that was started by a window has next to nothing of that. Held in memory alone.
 */
export class LentValues {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #lent = new Map<string, Lent>();

  constructor(clock: Pick<Clock, 'monotonic'> = { monotonic: () => performance.now() }) {
    this.#clock = clock;
  }

  /** Undefined or blank takes it back. Returns whether anything changed. */
  lend(name: string, value: string | undefined, forMs?: number): boolean {
    const before = this.get(name);
    const trimmed = value?.trim();
    if (trimmed)
      this.#lent.set(name, {
        value: trimmed,
        until: forMs === undefined ? undefined : this.#clock.monotonic() + forMs,
      });
    else this.#lent.delete(name);
    return before !== this.get(name);
  }

  get(name: string): string | undefined {
    const lent = this.#lent.get(name);
    if (lent?.until === undefined || lent.until > this.#clock.monotonic()) return lent?.value;
    this.#lent.delete(name);
    return undefined;
  }
}
