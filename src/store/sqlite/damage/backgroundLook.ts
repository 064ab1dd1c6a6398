import type { Logger } from '../../../core/ports.ts';
import type { RowFaults } from './inspectRows.ts';
import type { Look } from './startLook.ts';

export interface BackgroundLookParts {
  readonly start: (onRead: (share: number) => void) => Look;
  /** Counts what has changed the database itself meanwhile, so that a look at it says nothing. */
  readonly changes: () => number;
  /** Keeps the files as they are, and makes the indexes anew. */
  readonly rebuild: () => Promise<void>;
  /** Nothing fatal was found, or nothing could be looked through: the database may be written to as usual. */
  readonly release: (rows: RowFaults | Error) => Promise<void>;
  /** Damage that cannot be mended. */
  readonly refuse: (fatal: readonly string[]) => Promise<void>;
  readonly logger: Logger;
}

/**
 * Looks through a database while it is served. Until that is done, what is written stays in the log: the database is as
 * it was found, and the log tells the next start that there is still something to look through.
 */
export class BackgroundLook {
  /** Resolves when all was looked through or it was stopped; never rejects. */
  readonly ended: Promise<void>;
  readonly #parts: BackgroundLookParts;
  #look: Look | undefined;
  #share = 0;
  #isStopped = false;
  #isOver = false;

  constructor(parts: BackgroundLookParts) {
    this.#parts = parts;
    this.ended = this.#run();
  }

  /** What was read of the database, from 0 to 1; undefined once that is over. */
  get share(): number | undefined {
    return this.#isOver || this.#isStopped ? undefined : this.#share;
  }

  /** All was looked through, whatever was found. */
  get isFinished(): boolean {
    return this.#isOver;
  }

  /** The next start begins again. */
  stop(): void {
    if (this.#isOver) return;
    this.#isStopped = true;
    this.#look?.stop();
  }

  async #run(): Promise<void> {
    const { refuse, release, rebuild, logger } = this.#parts;
    const started = performance.now();
    let isDamaged = false;
    try {
      const rows = await this.#read();
      if (!rows) return;
      const left =
        rows.fatal.length > 0 || rows.indexes.length === 0 ? rows.fatal : await this.#mend(rebuild);
      if (!left) return;
      if (left.length > 0) {
        isDamaged = true;
        await refuse(left);
      } else await release(rows);
      this.#isOver = true;
      logger.info('The database was looked through.', {
        milliseconds: Math.round(performance.now() - started),
        faults: rows.fatal.length + rows.indexes.length + rows.texts.length,
      });
    } catch (error) {
      if (this.#isStopped || isDamaged) return;
      logger.error('The database could not be looked through.', { error: String(error) });
      await this.#fail(error);
    }
  }

  /** A log that grows for ever would be worse than what nobody has looked at. */
  async #fail(error: unknown): Promise<void> {
    const { release, logger } = this.#parts;
    this.#isOver = true;
    try {
      await release(error instanceof Error ? error : new Error(String(error)));
    } catch (reason) {
      logger.error('The database could not be released.', { error: String(reason) });
    }
  }

  /** What is still wrong afterwards; undefined when it was stopped. */
  async #mend(rebuild: () => Promise<void>): Promise<readonly string[] | undefined> {
    await rebuild();
    const again = await this.#read();
    return again && [...again.fatal, ...again.indexes];
  }

  async #read(): Promise<RowFaults | undefined> {
    for (;;) {
      if (this.#isStopped) return undefined;
      const before = this.#parts.changes();
      this.#look = this.#parts.start((share) => (this.#share = share));
      const rows = await this.#look.faults;
      if (!rows || this.#parts.changes() === before) return rows;
    }
  }
}
