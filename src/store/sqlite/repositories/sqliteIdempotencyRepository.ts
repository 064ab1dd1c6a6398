import type { IdempotencyRepository } from '../../ports/idempotencyRepository.ts';
import type { Database } from '../../../sqlite/database.ts';
import { text } from './columns.ts';

export class SqliteIdempotencyRepository implements IdempotencyRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(key: string): Promise<{ operation: string; inputHash: string; reply: string } | undefined> {
    const row = this.#database.get('SELECT operation, input_hash, reply FROM idempotency WHERE key = ?', key);
    return (
      row && {
        operation: text(row, 'operation'),
        inputHash: text(row, 'input_hash'),
        reply: text(row, 'reply'),
      }
    );
  }

  /** Throws `conflict` when the key is taken: a second answer to one call must never be stored. */
  async put(
    key: string,
    { operation, inputHash, reply, at }: { operation: string; inputHash: string; reply: string; at: number },
  ): Promise<void> {
    this.#database.run(
      'INSERT INTO idempotency (key, operation, input_hash, reply, at) VALUES (?, ?, ?, ?, ?)',
      key,
      operation,
      inputHash,
      reply,
      at,
    );
  }

  async removeBefore(at: number): Promise<number> {
    return this.#database.run('DELETE FROM idempotency WHERE at < ?', at);
  }
}
