import type { Database } from '../../sqlite/database.ts';

const indexes = ['memory_search', 'term_search'] as const;
/** Pages of an index that one step writes: some milliseconds. */
const pagesAtOnce = 64;
/** SQLite counts a step that has merged nothing as one change, or as none. */
const idleStep = 2;

/**
 * Merges a part of the full-text indexes into fewer pieces (https://www.sqlite.org/fts5.html#the_merge_command). Returns
 * false when there is nothing left to merge.
 */
export function mergeIndexes(database: Database): boolean {
  const changes = (): number => Number(database.get('SELECT total_changes() AS count')?.['count']);
  let isMore = false;
  for (const index of indexes) {
    const before = changes();
    database.run(`INSERT INTO ${index} (${index}, rank) VALUES ('merge', ${pagesAtOnce})`);
    if (changes() - before >= idleStep) isMore = true;
  }
  return isMore;
}

/** Bytes of the file that hold nothing. */
export function freeBytesOf(database: Database): number {
  const pragma = (name: string): number => Number(database.get(`PRAGMA ${name}`)?.[name]);
  return pragma('freelist_count') * pragma('page_size');
}
