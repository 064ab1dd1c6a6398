import type { BackupContents } from '../ports/backups.ts';
import type { Database } from '../../sqlite/database.ts';
import { schemaVersion } from './migrate.ts';

/** Entries that only concern the file they are in. */
const ofTheFile = ['notices', 'purge'];

/**
 * Rows are counted by their indexes, and the newest of a table is its last: this costs milliseconds, however much there
 * is. Of any release.
 */
export function markOf(database: Database): string {
  const one = (sql: string) => Number(database.get(sql)?.['n'] ?? 0);
  const values = `FROM key_values WHERE namespace NOT IN (${ofTheFile.map((name) => `'${name}'`).join(', ')})`;
  return [
    one('SELECT count(*) AS n FROM memories'),
    one('SELECT count(*) AS n FROM history'),
    one('SELECT coalesce(max(rowid), 0) AS n FROM history'),
    one('SELECT count(*) AS n FROM projects'),
    one(`SELECT count(*) AS n ${values}`),
    one(`SELECT coalesce(max(updated_at), 0) AS n ${values}`),
  ].join('.');
}

export function contentsOf(database: Database): BackupContents {
  const newest = database.get('SELECT at FROM history ORDER BY rowid DESC LIMIT 1')?.['at'];
  return {
    schemaVersion: schemaVersion(database),
    memories: Number(database.get('SELECT count(*) AS n FROM memories WHERE deleted_at IS NULL')?.['n']),
    newestChange: newest === undefined || newest === null ? null : Number(newest),
    mark: markOf(database),
  };
}

/** Revisions of the memories that were not deleted, by id. */
export function revisionsOf(database: Database): ReadonlyMap<string, number> {
  const rows = database.all('SELECT id, revision FROM memories WHERE deleted_at IS NULL');
  return new Map(rows.map((row) => [String(row['id']), Number(row['revision'])]));
}
