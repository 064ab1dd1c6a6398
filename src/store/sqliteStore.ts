import { MemoryBridgeError } from '../core/errors.ts';
import type { Store, StoreInfo, UnitOfWork } from './repositories.ts';
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
    return this.#queue.run(() => {
      const found = this.#database.all('PRAGMA integrity_check').map((row) => String(row['integrity_check']));
      const problems = found.length === 1 && found[0] === 'ok' ? [] : found;
      for (const check of [this.#indexProblem(), ...this.#strayRows()]) if (check) problems.push(check);
      return problems.length === 0 ? 'ok' : problems.join('; ');
    });
  }

  backup(toPath: string): Promise<number> {
    return copyDatabase(this.#database, toPath, (work) => this.#queue.run(work));
  }

  close(): Promise<void> {
    return this.#queue.close(() => this.#database.close());
  }

  /** FTS5 compares its index with the table when `rank` is 1, and reports a difference as damage. */
  #indexProblem(): string | undefined {
    try {
      this.#database.run(`INSERT INTO memory_search (memory_search, rank) VALUES ('integrity-check', 1)`);
      return undefined;
    } catch (error) {
      if (MemoryBridgeError.is(error, 'corrupt')) return 'the search index differs from the memories';
      throw error;
    }
  }

  #strayRows(): (string | undefined)[] {
    const count = (sql: string): number => Number(this.#database.get(sql)?.['count']);
    const entities = count(
      'SELECT count(*) AS count FROM memory_entities WHERE memory NOT IN (SELECT seq FROM memories)',
    );
    const history = count(
      'SELECT count(*) AS count FROM history WHERE memory_id NOT IN (SELECT id FROM memories)',
    );
    const untold = count(
      'SELECT count(*) AS count FROM memories WHERE id NOT IN (SELECT memory_id FROM history)',
    );
    return [
      entities > 0 ? `${entities} references belong to no memory` : undefined,
      history > 0 ? `${history} changes belong to no memory` : undefined,
      untold > 0 ? `${untold} memories have no history` : undefined,
    ];
  }

  #rollBack(): void {
    this.#unit.memories.rolledBack();
    this.#database.rollback();
  }
}
