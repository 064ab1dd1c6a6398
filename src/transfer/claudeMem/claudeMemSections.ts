import type { Database } from '../../sqlite/database.ts';
import type { Row } from '../../sqlite/preparedStatement.ts';
import { type ForeignTable, jsonIn, textIn } from '../foreignTables.ts';
import type { Incoming } from '../incoming.ts';
import { type Section, rowWith } from '../sectionReader.ts';
import { type SessionFacts, observationOf, sessionOf, summaryOf } from './claudeMemRows.ts';

type Tables = ReadonlyMap<string, ForeignTable>;

const typed = 'prompts as they were typed: the transcripts of the agent have them';

/** The tables that are read, in their order: what people cite by a number first. */
export function claudeMemSections(tables: Tables): Section[] {
  const sections = [
    numbered('observations', '', (database, row, ref) =>
      observationOf(row, ref, sessionFacts(database, tables, row)),
    ),
    numbered('session_summaries', 'S', (database, row, ref) =>
      summaryOf(row, ref, sessionFacts(database, tables, row)),
    ),
    numbered('memories', 'M', (_database, row, ref) => observationOf(row, ref, {})),
    numbered('overviews', 'O', (_database, row, ref) => summaryOf(row, ref, {})),
    memoryItems(tables),
    numbered('user_prompts', 'P', (_database, _row, ref) => ({ kind: 'left', ref, reason: typed })),
  ];
  return sections.filter(({ table }) => tables.has(table));
}

/** A table whose rows are known by their number, behind a letter. */
function numbered(
  table: string,
  letter: string,
  itemOf: (database: Database, row: Row, ref: string) => Incoming,
): Section {
  const ref = new RegExp(`^${letter}(\\d{1,15})$`);
  return {
    table,
    itemsOf: (database, rows) =>
      rows.map((row) => itemOf(database, row, `${letter}${String(row['row_number'])}`)),
    // What is gone has its place all the same.
    rowOf: (_database, said) => {
      const number = ref.exec(said)?.[1];
      return number === undefined ? undefined : Number(number);
    },
  };
}

function sessionFacts(database: Database, tables: Tables, row: Row): SessionFacts {
  const columns = tables.get('sdk_sessions')?.columns ?? [];
  const id = sessionOf(row);
  const key = ['memory_session_id', 'sdk_session_id'].find((name) => columns.includes(name));
  if (id === undefined || key === undefined) return {};
  const session = database.get(`SELECT * FROM sdk_sessions WHERE ${key} = ?`, id);
  return {
    id: textIn(session?.['content_session_id']) ?? textIn(session?.['claude_session_id']),
    platform: textIn(session?.['platform_source']),
    customTitle: textIn(session?.['custom_title']),
  };
}

/** Of its server: copies of what stands in the other tables, and what came through that server alone. */
function memoryItems(tables: Tables): Section {
  return {
    table: 'memory_items',
    itemsOf: (database, rows) =>
      rows.map((row): Incoming => {
        const ref = String(row['id']);
        const sources = tables.has('memory_sources')
          ? database.all('SELECT * FROM memory_sources WHERE memory_item_id = ? ORDER BY rowid', ref)
          : [];
        if (row['kind'] === 'prompt') return { kind: 'left', ref, reason: typed };
        const isCopy =
          row['legacy_observation_id'] !== null || sources.some(({ legacy_id: legacy }) => legacy !== null);
        if (isCopy) return { kind: 'left', ref, reason: 'copies of observations and summaries' };
        return serverItemOf(database, tables, row, sources);
      }),
    rowOf: (database, ref) => rowWith(database, 'memory_items', 'id', ref),
  };
}

function serverItemOf(database: Database, tables: Tables, row: Row, sources: readonly Row[]): Incoming {
  const session = tables.has('server_sessions')
    ? database.get('SELECT * FROM server_sessions WHERE id = ?', row['server_session_id'] ?? null)
    : undefined;
  const project = tables.has('projects')
    ? database.get('SELECT * FROM projects WHERE id = ?', row['project_id'] ?? null)
    : undefined;
  const item = observationOf(row, String(row['id']), {
    id: textIn(session?.['content_session_id']) ?? textIn(row['server_session_id']),
    platform: textIn(session?.['platform_source']),
  });
  if (item.kind !== 'memory') return item;
  const name = textIn(project?.['name']) ?? textIn(row['project_id']);
  const folder = textIn(project?.['root_path']);
  const kept = sources.map(
    ({ id: _id, memory_item_id: _item, legacy_table: _table, legacy_id: _legacy, ...source }) => ({
      ...source,
      metadata: jsonIn(source['metadata']),
    }),
  );
  return {
    ...item,
    ...(name === undefined && folder === undefined ? {} : { scope: 'project', project: { name, folder } }),
    metadata: { ...item.metadata, ...(kept.length > 0 ? { memory_sources: kept } : {}) },
  };
}
