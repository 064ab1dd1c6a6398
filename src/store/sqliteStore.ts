import type { Store, StoreInfo, UnitOfWork } from './repositories.ts';
import { checkDatabase } from './checkDatabase.ts';
import { schemaVersion } from './migrate.ts';
import { copyDatabase } from './sqlite/copyDatabase.ts';
import type { Database } from './sqlite/database.ts';
import { SqliteUnitOfWork } from './sqliteUnitOfWork.ts';
import { WorkQueue } from './workQueue.ts';

/** One database file, one connection, one unit of work at a time. */
export class SqliteStore implements Store {
  readonly #database: Database;
  readonly #beforeCommit: () => void;
  readonly #unit: SqliteUnitOfWork;
  readonly #queue = new WorkQueue();

  /** `beforeCommit` may throw: the unit of work is then rolled back. */
  constructor(database: Database, { beforeCommit }: { beforeCommit: () => void }) {
    this.#database = database;
    this.#beforeCommit = beforeCommit;
    this.#unit = new SqliteUnitOfWork(database);
  }

  read<T>(work: (unit: UnitOfWork) => Promise<T>): Promise<T> {
    return this.#queue.run(() => work(this.#unit));
  }

  write<T>(work: (unit: UnitOfWork) => Promise<T>): Promise<T> {
    return this.#queue.run(async () => {
      this.#database.run('BEGIN IMMEDIATE');
      let result: T;
      try {
        result = await work(this.#unit);
        this.#beforeCommit();
        this.#database.run('COMMIT');
      } catch (error) {
        this.#rollBack();
        throw error;
      }
      // The log still holds the pages of what was purged until it is cut off.
      if (this.#unit.memories.takePurged()) this.#database.all('PRAGMA wal_checkpoint(TRUNCATE)');
      return result;
    });
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

  backup(toPath: string): Promise<number> {
    return copyDatabase(this.#database, toPath, (work) => this.#queue.run(work));
  }

  close(): Promise<void> {
    return this.#queue.close(() => this.#database.close());
  }

  #rollBack(): void {
    this.#unit.memories.rolledBack();
    this.#database.rollback();
  }
}
