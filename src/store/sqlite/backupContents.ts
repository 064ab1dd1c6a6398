import { setImmediate as nextTurn } from 'node:timers/promises';
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
    ...turnsOf(database),
  ].join('.');
}

/** Nothing where there are none, so that a mark of an older release stays what it was. */
function turnsOf(database: Database): number[] {
  if (!database.get(`SELECT 1 FROM sqlite_schema WHERE name = 'turns'`)) return [];
  const last = database.get('SELECT max(seq) AS n FROM turns')?.['n'] ?? null;
  return last === null ? [] : [Number(last)];
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

/** Rows that are read at a time: others wait behind each reading. */
const rowsAtOnce = 2_000;

/** Some of the revisions, and behind which row the next ones are; null when there are no more. */
export interface RevisionsPage {
  readonly revisions: readonly (readonly [id: string, revision: number])[];
  readonly last: number | null;
}

export function revisionsAfter(database: Database, last: number): RevisionsPage {
  const rows = database.all(
    'SELECT seq, id, revision FROM memories WHERE seq > ? AND deleted_at IS NULL ORDER BY seq LIMIT ?',
    last,
    rowsAtOnce,
  );
  return {
    revisions: rows.map((row) => [String(row['id']), Number(row['revision'])]),
    last: rows.length < rowsAtOnce ? null : Number(rows.at(-1)?.['seq']),
  };
}

/** Revisions of the memories that were not deleted, by id, in turns with whatever else there is to do. */
export async function allRevisions(
  page: (last: number) => RevisionsPage | Promise<RevisionsPage>,
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  for (let last: number | null = 0; last !== null;) {
    const { revisions, last: next }: RevisionsPage = await page(last);
    for (const [id, revision] of revisions) found.set(id, revision);
    last = next;
    await nextTurn();
  }
  return found;
}
