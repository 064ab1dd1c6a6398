import { stat } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { Lane } from '../../core/fairLanes.ts';
import type { Memory } from '../../core/memory/memory.ts';
import type { Logger } from '../../core/ports.ts';
import { allRevisions, markOf, revisionsAfter } from './backupContents.ts';
import { checkDatabase, rebuildIndexes } from './checkDatabase.ts';
import { BackgroundLook } from './damage/backgroundLook.ts';
import type { RowFaults } from './damage/inspectRows.ts';
import type { Look } from './damage/startLook.ts';
import { freeBytesOf, mergeIndexes } from './compactDatabase.ts';
import type { FileGuard } from './fileGuard.ts';
import type { FileMark } from './fileMark.ts';
import { schemaVersion } from './migrate.ts';
import type {
  BackupOptions,
  EmbeddedStore,
  EmbeddedStoreInfo,
  Inspection,
  Notice,
} from '../ports/embeddedStore.ts';
import type { ReadUnit } from '../ports/readUnit.ts';
import type { Store } from '../ports/store.ts';
import type { UnitOfWork, Vectorise } from '../ports/unitOfWork.ts';
import { copyDatabase } from '../../sqlite/copyDatabase.ts';
import type { Database } from '../../sqlite/database.ts';
import { databaseTrouble } from '../../sqlite/sqliteError.ts';
import { scrubFile } from '../../sqlite/scrubFile.ts';
import { noticesIn } from './notices.ts';
import { SqliteUnitOfWork } from './sqliteUnitOfWork.ts';
import { WorkQueue } from './workQueue.ts';

export interface SqliteStoreOptions {
  readonly logger: Logger;
  /** Runs before each commit; what it throws rolls the unit back. The owner checks here that it still is the owner. */
  readonly beforeCommit?: (() => void | Promise<void>) | undefined;
  readonly vectorise?: Vectorise | undefined;
  readonly guard: FileGuard;
  readonly mark: FileMark;
}

/** How a database is looked through while it is served. */
export interface LookOptions {
  readonly start: (onRead: (share: number) => void) => Look;
  /** Called before anything is mended, when nothing else uses the connection. */
  readonly keep: () => Promise<void>;
  /** Lets checkpoints happen again. Called when nothing else uses the connection. */
  readonly release: () => void;
  /** Leaves word of what was found, or of why nothing could be. */
  readonly note: (found: RowFaults | Error) => Promise<void>;
  /**
   * The refusal of every write from now on, told what was saved meanwhile. Called when nothing else uses the connection.
   */
  readonly describe: (fatal: readonly string[], saved: readonly Memory[]) => Promise<MemoryBridgeError>;
}

/** The store on one SQLite connection: one unit of work at a time. Made by `openStore`. */
export class SqliteStore implements Store, EmbeddedStore {
  /** Random name of this body of memories; stays when the file moves. */
  readonly datasetId: string;
  readonly #database: Database;
  readonly #unit: SqliteUnitOfWork;
  readonly #queue = new WorkQueue();
  readonly #copies = new Set<Promise<unknown>>();
  /** Kinds of units the last of which could not read or write the file. */
  readonly #failing = new Set<'read' | 'write'>();
  #isDamaged = false;
  #look: BackgroundLook | undefined;
  #refusal: MemoryBridgeError | undefined;
  /** What was saved while the database is looked through: the damage may be in the way of reading it. */
  readonly #meanwhile = new Map<string, Memory>();
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
  read<T>(work: (unit: ReadUnit) => Promise<T>, lane?: Lane): Promise<T> {
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
      if (this.#refusal) throw this.#refusal;
      let result: T;
      let written: readonly Memory[];
      try {
        this.#database.run('BEGIN IMMEDIATE');
        result = await work(this.#unit);
        this.#unit.memories.refuseCircles();
        written = this.#unit.memories.takeWritten();
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
      if (this.#look?.share !== undefined)
        for (const memory of written) this.#meanwhile.set(memory.id, memory);
      // While the database is looked through its log stays; whoever purges waits for the end of that in `scrub`.
      if (this.#unit.memories.takePurged()) {
        if (this.#isHeld) await this.#forgetPurged();
        else this.#truncateLog();
      }
      // What is acknowledged has to be in the file that is found at the next start.
      await this.#checkFiles();
      return result;
    }, lane);
  }

  info(): Promise<EmbeddedStoreInfo> {
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

  /** Looks through a database that was not closed in order. Called once, before the store is used. */
  lookThrough({ start, keep, release, note, describe }: LookOptions): void {
    const { guard, logger, beforeCommit } = this.#options;
    this.#look = new BackgroundLook({
      start,
      changes: () => guard.changes,
      rebuild: () =>
        this.#queue.run(async () => {
          await beforeCommit?.();
          await keep();
          rebuildIndexes(this.#database);
        }),
      release: async (found) => {
        await this.#queue.run(() => {
          this.#isDamaged = false;
          this.#meanwhile.clear();
          release();
        });
        await note(found);
      },
      refuse: (fatal) =>
        this.#queue.run(async () => {
          this.#refusal = await describe(fatal, [...this.#meanwhile.values()]);
          logger.error(this.#refusal.message, { faults: fatal });
        }),
      logger,
    });
  }

  /** How much of the database has been looked through, or what that found; undefined when all is well. */
  get inspection(): Inspection | undefined {
    if (this.#refusal) return { damage: this.#refusal.message };
    const share = this.#look?.share;
    return share === undefined ? undefined : { percent: Math.floor(share * 100) };
  }

  /** Resolves when there is nothing left to look through, or it was stopped. */
  get lookedThrough(): Promise<void> {
    return this.#look?.ended ?? Promise.resolve();
  }

  /** Before closing: nobody waits for the end of the look any more. The next start begins again. */
  stopLooking(): void {
    this.#look?.stop();
  }

  /** The database may not be written to by checkpoints: it is not looked through, or is damaged. */
  get #isHeld(): boolean {
    return this.#refusal !== undefined || this.#look?.isFinished === false;
  }

  notices(now: number): Promise<Notice[]> {
    return this.read((unit) => noticesIn(unit, now));
  }

  checkIntegrity(): Promise<string> {
    return this.#queue.run(() => checkDatabase(this.#database));
  }

  async scrub(): Promise<void> {
    await this.lookedThrough;
    if (this.#refusal) throw this.#refusal;
    if (this.#isHeld)
      throw new MemoryBridgeError(
        'unavailable',
        'The database could not be looked through yet. It goes on with the next start of the memory server.',
      );
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

  async backup(toPath: string, { signal, onProgress, onMark }: BackupOptions = {}): Promise<number> {
    if (await exists(toPath))
      throw new MemoryBridgeError(
        'conflict',
        `${toPath} exists already. Choose another name for the backup.`,
      );
    const slice = async <T>(work: () => T): Promise<T> => {
      // Requests that came in meanwhile get their turn before the next slice.
      await nextTurn();
      signal?.throwIfAborted();
      return this.#queue.run(work);
    };
    let mark: string | undefined;
    const copy = copyDatabase(this.#database, toPath, slice, (progress) => {
      // In the slice that copies the last pages: what is written after it is in no copy.
      if (onMark && progress.done === progress.total) mark = markOf(this.#database);
      onProgress?.(progress);
    });
    this.#copies.add(copy);
    try {
      const bytes = await copy;
      if (mark !== undefined) onMark?.(mark);
      return bytes;
    } finally {
      this.#copies.delete(copy);
    }
  }

  rows(): Promise<{ mark: string; since: number | undefined }> {
    return this.#queue.run(() => {
      const since = this.#database.get('SELECT min(created_at) AS since FROM memories')?.['since'];
      return { mark: markOf(this.#database), since: typeof since === 'number' ? since : undefined };
    });
  }

  revisions(): Promise<ReadonlyMap<string, number>> {
    return allRevisions((last) => this.#queue.run(() => revisionsAfter(this.#database, last)));
  }

  async loadVectors(space: number): Promise<void> {
    const { vectors, turnVectors } = this.#unit;
    for (const index of [vectors, turnVectors])
      while (!(await this.read(() => index.load(space)))) await nextTurn();
  }

  /** Whether the index of a space is in memory. */
  hasLoadedVectors(space: number): Promise<boolean> {
    return this.read(() => this.#unit.vectors.isLoaded(space));
  }

  async packVectors(): Promise<void> {
    const { vectors, turnVectors } = this.#unit;
    for (const index of [turnVectors, vectors]) while (await this.write(() => index.pack())) await nextTurn();
  }

  async mergeIndexes(): Promise<void> {
    while (await this.write(async () => mergeIndexes(this.#database))) await nextTurn();
  }

  freeBytes(): Promise<number> {
    return this.#queue.run(() => freeBytesOf(this.#database));
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
    this.stopLooking();
    this.#closing ??= this.#queue.close(async () => {
      await Promise.allSettled(this.#copies);
      const { guard, logger, mark } = this.#options;
      try {
        await guard.check();
      } catch (error) {
        logger.error('The database was not there to be closed in order.', { error: String(error) });
      }
      const checkpoint = !guard.isLost && !this.#isHeld;
      this.#database.close({ checkpoint });
      this.#database.watch(undefined);
      // There is no log any more that could belong to another file.
      if (checkpoint) mark.writing();
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

  async #forgetPurged(): Promise<void> {
    const left = await this.#unit.memories.getMany([...this.#meanwhile.keys()]);
    this.#meanwhile.clear();
    for (const memory of left) this.#meanwhile.set(memory.id, memory);
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
