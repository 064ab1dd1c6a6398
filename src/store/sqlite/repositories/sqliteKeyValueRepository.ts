import type { KeyValueEntry, KeyValueRepository } from '../../ports/keyValueRepository.ts';
import type { Database } from '../../../sqlite/database.ts';
import type { Row } from '../../../sqlite/preparedStatement.ts';
import { number, optionalNumber, text } from './columns.ts';

export class SqliteKeyValueRepository implements KeyValueRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async get(namespace: string, key: string, now: number): Promise<unknown> {
    return (await this.entry(namespace, key, now))?.value;
  }

  async entry(namespace: string, key: string, now: number): Promise<KeyValueEntry | undefined> {
    const row = this.#database.get(
      `SELECT key, value, expires_at FROM key_values
       WHERE namespace = ? AND key = ? AND (expires_at IS NULL OR expires_at > ?)`,
      namespace,
      key,
      now,
    );
    return row && entryOf(row);
  }

  async set(
    namespace: string,
    key: string,
    value: unknown,
    expiresAt: number | null,
    now: number,
  ): Promise<void> {
    this.#database.run(
      'INSERT OR REPLACE INTO key_values (namespace, key, value, expires_at, updated_at) VALUES (?, ?, ?, ?, ?)',
      namespace,
      key,
      // `undefined` is no JSON; null is what a reader gets for it.
      JSON.stringify(value ?? null),
      expiresAt,
      now,
    );
  }

  async remove(namespace: string, key: string): Promise<void> {
    this.#database.run('DELETE FROM key_values WHERE namespace = ? AND key = ?', namespace, key);
  }

  async count(namespaces: readonly string[], now: number): Promise<number> {
    const row = this.#database.get(
      `SELECT count(DISTINCT key) AS count FROM key_values
       WHERE namespace IN (${namespaces.map(() => '?').join(', ')}) AND (expires_at IS NULL OR expires_at > ?)`,
      ...namespaces,
      now,
    );
    return row ? number(row, 'count') : 0;
  }

  async list(namespace: string, now: number): Promise<KeyValueEntry[]> {
    return this.#database
      .all(
        `SELECT key, value, expires_at FROM key_values
         WHERE namespace = ? AND (expires_at IS NULL OR expires_at > ?) ORDER BY key`,
        namespace,
        now,
      )
      .map(entryOf);
  }

  async removeExpired(now: number): Promise<number> {
    return this.#database.run('DELETE FROM key_values WHERE expires_at <= ?', now);
  }
}

function entryOf(row: Row): KeyValueEntry {
  return {
    key: text(row, 'key'),
    value: JSON.parse(text(row, 'value')) as unknown,
    expiresAt: optionalNumber(row, 'expires_at'),
  };
}
