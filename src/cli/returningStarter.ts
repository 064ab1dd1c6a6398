import type { OwnerStarter } from '../client/memoryClient.ts';

/** Newer programs get this long to serve before an older one does, ms: a window that reloads is back by then. */
const courtesy = 3_000;
/** Whoever was not asked to serve for this long is asked because of another loss, ms. */
const newVacancy = 2_000;

/**
 * For a process that lives as long as its agent. It steps down to a newer version and stays its client; but when that
 * one has ended and nobody follows, it serves again, because the agent cannot be asked to start anew. A newer version
 * that comes later asks it to step down once more.
 */
export class ReturningStarter implements OwnerStarter {
  readonly #make: () => Promise<OwnerStarter>;
  readonly #monotonic: () => number;
  #inner: OwnerStarter | undefined;
  #hasRetired = false;
  #vacantSince = -Infinity;
  #lastAsked = -Infinity;

  /** `make` gives a fresh starter: one that has stepped down never serves again. */
  constructor(make: () => Promise<OwnerStarter>, monotonic: () => number = () => performance.now()) {
    this.#make = make;
    this.#monotonic = monotonic;
  }

  get ownerPid(): number | undefined {
    return this.#inner?.ownerPid;
  }

  get isRetired(): boolean {
    return this.#hasRetired || (this.#inner?.isRetired ?? false);
  }

  async start(): ReturnType<OwnerStarter['start']> {
    if (this.#inner?.isRetired) {
      this.#hasRetired = true;
      this.#inner = undefined;
    }
    if (this.#hasRetired && !this.#isLeftAlone()) return { outcome: 'lost' };
    this.#inner ??= await this.#make();
    return this.#inner.start();
  }

  async stop(reason: string): Promise<void> {
    await this.#inner?.stop(reason);
  }

  #isLeftAlone(): boolean {
    const now = this.#monotonic();
    if (now - this.#lastAsked > newVacancy) this.#vacantSince = now;
    this.#lastAsked = now;
    return now - this.#vacantSince >= courtesy;
  }
}
