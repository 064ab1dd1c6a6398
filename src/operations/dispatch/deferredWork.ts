import type { Logger } from '../../core/ports.ts';
import type { Store } from '../../store/ports/store.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';

type Work = (unit: UnitOfWork) => Promise<void>;

/** How long work is gathered. Each write waits for the disk, and the next reply waits behind it. Milliseconds. */
const gatheringTime = 250;
/** Pieces done at a time, so that nobody waits long behind them. */
const mostAtOnce = 12;

/** Work that nobody waits for, done together a moment later. A piece that fails is logged and harms no other. */
export class DeferredWork {
  readonly #store: Store;
  readonly #logger: Logger;
  #waiting: { name: string; work: Work }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(store: Store, logger: Logger) {
    this.#store = store;
    this.#logger = logger;
  }

  add(name: string, work: Work): void {
    this.#waiting.push({ name, work });
    this.#timer ??= setTimeout(() => this.#start(), gatheringTime).unref();
  }

  /** Does at once what waits, and resolves when all is done. */
  async idle(): Promise<void> {
    this.#start();
    await this.#running;
    if (this.#waiting.length > 0) await this.idle();
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const pieces = this.#waiting;
    this.#waiting = [];
    for (let at = 0; at < pieces.length; at += mostAtOnce) {
      const some = pieces.slice(at, at + mostAtOnce);
      this.#running = this.#running.then(() => this.#run(some));
    }
  }

  async #run(pieces: readonly { name: string; work: Work }[]): Promise<void> {
    try {
      await this.#store.write(async (unit) => {
        for (const { work } of pieces) await work(unit);
      });
    } catch (error) {
      // Rolled back as one: each piece gets a unit of its own, so that only the broken one is lost.
      if (pieces.length > 1) for (const piece of pieces) await this.#run([piece]);
      else
        this.#logger.warn('Work after a reply failed.', { operation: pieces[0]?.name, error: String(error) });
    }
  }
}
