import type { Database } from '../../../sqlite/database.ts';
import type { Row } from '../../../sqlite/preparedStatement.ts';
import type { FeedPlace, FeedRepository } from '../../ports/feedRepository.ts';
import { number, text } from './columns.ts';

const columns = 'feed, source, cursor, read_at';

export class SqliteFeedRepository implements FeedRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async get(feed: string, source: string): Promise<FeedPlace | undefined> {
    const row = this.#database.get(
      `SELECT ${columns} FROM feeds WHERE feed = ? AND source = ?`,
      feed,
      source,
    );
    return row && placeFromRow(row);
  }

  async list(feed: string): Promise<FeedPlace[]> {
    return this.#database
      .all(`SELECT ${columns} FROM feeds WHERE feed = ? ORDER BY source`, feed)
      .map(placeFromRow);
  }

  async set({ feed, source, cursor, readAt }: FeedPlace): Promise<void> {
    this.#database.run(
      `INSERT OR REPLACE INTO feeds (${columns}) VALUES (?, ?, ?, ?)`,
      feed,
      source,
      JSON.stringify(cursor),
      readAt,
    );
  }

  async remove(feed: string, source: string): Promise<boolean> {
    return this.#database.run('DELETE FROM feeds WHERE feed = ? AND source = ?', feed, source) > 0;
  }
}

function placeFromRow(row: Row): FeedPlace {
  return {
    feed: text(row, 'feed'),
    source: text(row, 'source'),
    cursor: JSON.parse(text(row, 'cursor')),
    readAt: number(row, 'read_at'),
  };
}
