import type { Database } from '../../sqlite/database.ts';
import { databaseImporter } from '../databaseImporter.ts';
import { type ForeignTable, textIn } from '../foreignTables.ts';
import { claudeMemFate } from './claudeMemFates.ts';
import { claudeMemSections } from './claudeMemSections.ts';

/** The database of claude-mem, of every version of its tables, and the folder `.claude-mem` that it lies in. */
export const claudeMemImporter = databaseImporter({
  system: 'claude-mem',
  title: 'claude-mem',
  fileName: 'claude-mem.db',
  isItsShape,
  sectionsOf: claudeMemSections,
  fate: claudeMemFate,
  placeOf,
  versionOf(database, tables) {
    if (!tables.has('schema_versions')) return undefined;
    return String(database.get('SELECT max(version) AS v FROM schema_versions')?.['v']);
  },
});

function isItsShape(tables: ReadonlyMap<string, ForeignTable>): boolean {
  const has = (table: string, ...columns: string[]): boolean =>
    columns.every((name) => tables.get(table)?.columns.includes(name));
  const isOfSessions =
    has('observations', 'memory_session_id', 'project', 'type') ||
    has('observations', 'sdk_session_id', 'project', 'type');
  return (
    isOfSessions ||
    (has('memories', 'session_id', 'document_id', 'archive_basename') && tables.has('overviews'))
  );
}

/** The session that it began with. */
function placeOf(database: Database, tables: ReadonlyMap<string, ForeignTable>): string | undefined {
  const columns = tables.get('sdk_sessions')?.columns ?? [];
  const key = ['content_session_id', 'claude_session_id'].find((name) => columns.includes(name));
  if (key === undefined) return undefined;
  const first = database.get(
    `SELECT ${key} AS id, started_at_epoch AS at FROM sdk_sessions ORDER BY rowid LIMIT 1`,
  );
  const id = textIn(first?.['id']);
  return id && `first session ${id} of ${String(first?.['at'])}`;
}
