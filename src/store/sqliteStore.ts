import { stat } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { MemoryBridgeError } from '../core/errors.ts';
import type { Lane } from '../core/fairLanes.ts';
import type { Logger } from '../core/ports.ts';
import { checkDatabase } from './checkDatabase.ts';
import type { FileGuard } from './fileGuard.ts';
import { schemaVersion } from './migrate.ts';
import type { Store, StoreInfo, UnitOfWork, Vectorise } from './repositories.ts';
import { copyDatabase } from './sqlite/copyDatabase.ts';
import type { Database } from './sqlite/database.ts';
import { databaseTrouble } from './sqlite/sqliteError.ts';
import { scrubFile } from './sqlite/scrubFile.ts';
import { SqliteUnitOfWork } from './sqliteUnitOfWork.ts';
import { WorkQueue } from './workQueue.ts';

export interface SqliteStoreOptions {
  readonly logger: Logger;
  /** Runs before each commit; what it throws rolls the unit back. The owner checks here that it still is the owner. */
  readonly beforeCommit?: (() => void | Promise<void>) | undefined;
  readonly vectorise?: Vectorise | undefined;
  readonly guard: FileGuard;
}

/** The store on one SQLite connection: one unit of work at a time. Made by `openStore`. */
export class SqliteStore implements Store {
  /** Random name of this body of memories; stays when the file moves. */
  readonly datasetId: string;
  readonly #database: Database;
  readonly #unit: SqliteUnitOfWork;
  readonly #queue = new WorkQueue();
  readonly #copies = new Set<Promise<unknown>>();
  /** Kinds of units the last of which could not read or write the file. */
  readonly #failing = new Set<'read' | 'write'>();
  #isDamaged = false;
  readonly #options: SqliteStoreOptions;
  #closing: Promise<void> | undefined;

  constructor(database: Database, options: SqliteStoreOptions) {
    this.#database = database;
    this.#options = options;
    this.#unit = new SqliteUnitOfWork(database);
    this.datasetId = String(database.get(`SELECT value FROM meta WHERE key = 'dataset_id'`)?.['value']);
  }

  /**
   * False from when the file could not be read or written until a unit of the same kind has got through again, and for
   * good once it was found damaged: what is still in the cache says nothing of the rest.
   */
  get isUsable(): boolean {
    return !this.#isDamaged && !this.#options.guard.isLost && this.#failing.size === 0;
  }

  /** Whatever `work` tries to write in here is refused with `read_only`. */
  read<T>(work: (unit: UnitOfWork) => Promise<T>, lane?: Lane): Promise<T> {
    return this.#queue.run(async () => {
      this.#database.isReadOnly = true;
      try {
        const result = await work(this.#unit);
        this.#failing.delete('read');
        return result;
      } catch (error) {
        this.#noteTrouble(error, 'read');
        throw error;
      } finally {
        this.#database.isReadOnly = false;
      }
    }, lane);
  }

  write<T>(work: (unit: UnitOfWork) => Promise<T>, lane?: Lane): Promise<T> {
    return this.#queue.run(async () => {
      const { guard } = this.#options;
      guard.refuseIfLost();
      let result: T;
      try {
        this.#database.run('BEGIN IMMEDIATE');
        result = await work(this.#unit);
        this.#unit.memories.refuseCircles();
        const written = this.#unit.memories.takeWritten();
        if (written.length > 0) await this.#options.vectorise?.(this.#unit, written);
        await this.#options.beforeCommit?.();
        this.#database.run('COMMIT');
      } catch (error) {
        this.#noteTrouble(error, 'write');
        this.#unit.rolledBack();
        this.#database.rollback();
        throw error;
      }
      this.#failing.delete('write');
      this.#unit.committed();
      if (this.#unit.memories.takePurged()) this.#truncateLog();
      // What is acknowledged has to be in the file that is found at the next start.
      await this.#checkFiles();
      return result;
    }, lane);
  }

  info(): Promise<StoreInfo> {
    return this.#queue.run(() => {
      const pragma = (name: string) => Number(this.#database.get(`PRAGMA ${name}`)?.[name]);
      return {
        path: this.#database.path,
        schemaVersion: schemaVersion(this.#database),
        sqliteVersion: String(this.#database.get('SELECT sqlite_version() AS version')?.['version']),
        databaseBytes: pragma('page_count') * pragma('page_size'),
      };
    });
  }

  checkIntegrity(): Promise<string> {
    return this.#queue.run(() => checkDatabase(this.#database));
  }

  async scrub(): Promise<void> {
    for (;;) {
      await Promise.allSettled(this.#copies);
      const isDone = await this.#queue.run(() => {
        // One that began meanwhile copies pages by their numbers, which are other ones afterwards.
        if (this.#copies.size > 0) return false;
        scrubFile(this.#database);
        return true;
      });
      if (isDone) return;
    }
  }

  /** Throws `conflict` when there is a file of that name. Broken off by `close`; then no file is left. */
  async backup(toPath: string): Promise<number> {
    if (await exists(toPath))
      throw new MemoryBridgeError(
        'conflict',
        `${toPath} exists already. Choose another name for the backup.`,
      );
    const copy = copyDatabase(this.#database, toPath, async (work) => {
      // Requests that came in meanwhile get their turn before the next slice.
      await nextTurn();
      return this.#queue.run(work);
    });
    this.#copies.add(copy);
    try {
      return await copy;
    } finally {
      this.#copies.delete(copy);
    }
  }

  /** Puts back a database that was deleted meanwhile, also when nobody writes. */
  checkFiles(): Promise<void> {
    return this.#queue.run(() => this.#checkFiles());
  }

  /**
   * For an owner that has to let go at once: keeps what is in no file any more. Reads its own files and writes beside
   * the backups, so it may be called when the folder belongs to somebody else. Returns where it is kept, if anything.
   */
  rescue(): Promise<string | undefined> {
    return this.#options.guard.rescue();
  }

  /** Finishes the units that were asked for, breaks off backups, and closes. Same promise on every call. */
  close(): Promise<void> {
    this.#closing ??= this.#queue.close(async () => {
      await Promise.allSettled(this.#copies);
      const { guard, logger } = this.#options;
      try {
        await guard.check();
      } catch (error) {
        logger.error('The database was not there to be closed in order.', { error: String(error) });
      }
      this.#database.close({ checkpoint: !guard.isLost });
    });
    return this.#closing;
  }

  /** A connection that is being copied cannot be opened anew; whoever writes then sends its call again. */
  async #checkFiles(): Promise<void> {
    const { guard } = this.#options;
    if (this.#copies.size > 0 && !guard.isLost && guard.needsReopening)
      throw new MemoryBridgeError(
        'unavailable',
        'The database was deleted while it is being copied. It is put back in a moment; try again then.',
        { retryAfter: 1 },
      );
    await guard.check();
  }

  #noteTrouble(error: unknown, kind: 'read' | 'write'): void {
    const trouble = databaseTrouble(error);
    if (trouble === 'damaged') this.#isDamaged = true;
    else if (trouble === 'unreachable') this.#failing.add(kind);
  }

  /** After a purge the log still holds pages with the text. */
  #truncateLog(): void {
    try {
      this.#database.all('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch (error) {
      this.#options.logger.error('Purged text is still in the write-ahead log until the next checkpoint', {
        error: String(error),
      });
    }
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
