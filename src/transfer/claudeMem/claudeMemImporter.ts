import type { Database } from '../../sqlite/database.ts';
import { readForeign } from '../../sqlite/readForeign.ts';
import { isDatabase } from '../fileHead.ts';
import { type ForeignTable, accountsOf, countRows, tablesOf, textIn } from '../foreignTables.ts';
import type { Importer, ImportReader, ImportSource } from '../incoming.ts';
import { SectionReader } from '../sectionReader.ts';
import { storeFileOf } from '../storeFiles.ts';
import { asUnreadable, notItsShape } from '../unreadable.ts';
import { claudeMemFate } from './claudeMemFates.ts';
import { claudeMemSections } from './claudeMemSections.ts';

const title = 'claude-mem';

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

const fileOf = async (source: ImportSource): Promise<string | undefined> => {
  const file = await storeFileOf(source, ['claude-mem.db']);
  return file !== undefined && (await isDatabase(file)) ? file : undefined;
};

/** The database of claude-mem, of every version of its tables, and the folder `.claude-mem` that it lies in. */
export const claudeMemImporter: Importer = {
  system: 'claude-mem',
  title,

  async recognises(source: ImportSource): Promise<boolean> {
    const file = await fileOf(source);
    if (file === undefined) return false;
    return readForeign(file, (database) => isItsShape(tablesOf(database))).catch(() => false);
  },

  async open(source: ImportSource): Promise<ImportReader> {
    const file = await fileOf(source);
    if (file === undefined) throw notItsShape(source.path, title, 'there is no database claude-mem.db');
    return asUnreadable(file, title, () =>
      readForeign(file, (database) => {
        const tables = tablesOf(database);
        if (!isItsShape(tables)) throw notItsShape(file, title, 'it has other tables');
        const sections = claudeMemSections(tables);
        return new SectionReader({
          file,
          title,
          place: placeOf(database, tables) ?? file,
          form: formOf(database, tables),
          total: sections.reduce((sum, { table }) => sum + countRows(database, table), 0),
          accounts: accountsOf(database, tables, claudeMemFate),
          sections,
        });
      }),
    );
  },
};

/** What tells this database from others, wherever a copy of it lies: the session that it began with. */
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

function formOf(database: Database, tables: ReadonlyMap<string, ForeignTable>): string {
  const version = tables.has('schema_versions')
    ? database.get('SELECT max(version) AS v FROM schema_versions')?.['v']
    : undefined;
  return `database of ${title}, ${version === undefined ? 'of an early version' : `version ${String(version)} of its tables`}`;
}
