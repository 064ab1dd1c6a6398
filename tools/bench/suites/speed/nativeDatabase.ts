import { createRequire } from 'node:module';
import type { Database } from '../../../../src/sqlite/database.ts';
import type { SqlValue } from '../../../../src/sqlite/preparedStatement.ts';

/** The part of `node:sqlite` (Node 22 and newer) that is used; the project's own types are of an older Node. */
interface NativeStatement {
  all(...parameters: SqlValue[]): Record<string, SqlValue>[];
  run(...parameters: SqlValue[]): { changes: number | bigint };
}

export interface NativeConnection {
  exec(sql: string): void;
  prepare(sql: string): NativeStatement;
  enableLoadExtension(allowed: boolean): void;
  loadExtension(file: string): void;
  close(): void;
}

/** Throws on a Node without `node:sqlite`. */
export function connectNative(file: string): NativeConnection {
  const { DatabaseSync } = createRequire(import.meta.url)('node:sqlite') as {
    DatabaseSync: new (file: string, options: { allowExtension: boolean }) => NativeConnection;
  };
  return new DatabaseSync(file, { allowExtension: true });
}

/** The settings of the product's own connection. */
const pragmas = `
PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = 1000;`;

/**
 * Native SQLite in the place of the product's: its repositories run on it as they are, statement by statement, so that
 * what differs is the engine alone. `cacheKilobytes` as the product has it for a file of that size.
 */
export class NativeDatabase {
  readonly #connection: NativeConnection;
  readonly #statements = new Map<string, NativeStatement>();

  constructor(file: string, cacheKilobytes: number) {
    this.#connection = connectNative(file);
    this.#connection.exec(`${pragmas} PRAGMA cache_size = -${cacheKilobytes};`);
  }

  /** What the repositories call; they ask for a connection of the product's own class. */
  asDatabase(): Database {
    return this as unknown as Database;
  }

  run(sql: string, ...parameters: SqlValue[]): number {
    return Number(this.#statement(sql).run(...parameters).changes);
  }

  get(sql: string, ...parameters: SqlValue[]): Record<string, SqlValue> | undefined {
    return this.all(sql, ...parameters)[0];
  }

  all(sql: string, ...parameters: SqlValue[]): Record<string, SqlValue>[] {
    return this.#statement(sql).all(...parameters);
  }

  close(): void {
    this.#statements.clear();
    this.#connection.close();
  }

  #statement(sql: string): NativeStatement {
    const kept = this.#statements.get(sql) ?? this.#connection.prepare(sql);
    this.#statements.set(sql, kept);
    return kept;
  }
}
