import type { Database } from '../../sqlite/database.ts';
import type { Row } from '../../sqlite/preparedStatement.ts';
import { databaseImporter } from '../databaseImporter.ts';
import { type ForeignTable, textIn } from '../foreignTables.ts';
import { rowWith, type Section } from '../sectionReader.ts';
import { memoryServiceFate } from './memoryServiceFates.ts';
import { beliefOf, memoryOf } from './memoryServiceRows.ts';

const columnsOfMemories = ['content_hash', 'content', 'tags', 'memory_type', 'created_at_iso'];

const memories = (tables: ReadonlyMap<string, ForeignTable>): Section => ({
  table: 'memories',
  itemsOf: (database, rows) => rows.map((row) => memoryOf(row, edgesOf(database, tables, row))),
  rowOf: (database, ref) => rowWith(database, 'memories', 'content_hash', ref),
});

const beliefs: Section = {
  table: 'beliefs',
  itemsOf: (_database, rows) => rows.map(beliefOf),
  rowOf: (database, ref) => rowWith(database, 'beliefs', 'belief_hash', ref),
};

/** The database of its backend sqlite-vec, of every version. The tables of the vectors are never touched. */
export const memoryServiceImporter = databaseImporter({
  system: 'mcp-memory-service',
  title: 'mcp-memory-service',
  fileName: 'sqlite_vec.db',
  isItsShape: (tables) => columnsOfMemories.every((name) => tables.get('memories')?.columns.includes(name)),
  sectionsOf: (tables) => [memories(tables), beliefs].filter(({ table }) => tables.has(table)),
  fate: memoryServiceFate,
  placeOf,
  versionOf(database, tables) {
    if (!tables.has('metadata')) return undefined;
    return textIn(database.get("SELECT value FROM metadata WHERE key = 'schema_version'")?.['value']);
  },
});

/** What was first written into it. */
function placeOf(database: Database): string | undefined {
  const first = database.get('SELECT content_hash, created_at FROM memories ORDER BY rowid LIMIT 1');
  const hash = textIn(first?.['content_hash']);
  return hash && `first memory ${hash.slice(0, 16)} of ${String(first?.['created_at'])}`;
}

/**
 * The edges of a memory. One that says the same of both has a row for each direction, of which one is enough; what is
 * derived of something has its edge the other way round.
 */
function edgesOf(database: Database, tables: ReadonlyMap<string, ForeignTable>, row: Row): Row[] {
  const columns = tables.get('memory_graph')?.columns;
  if (!columns) return [];
  const hash = String(row['content_hash']);
  const isTyped = columns.includes('relationship_type');
  const derived = isTyped ? `relationship_type = 'derived_from'` : '0';
  const alike = isTyped ? 'AND r.relationship_type IS g.relationship_type' : '';
  const mutual = isTyped ? `relationship_type IN ('related', 'contradicts', 'shares_entity')` : '1';
  return database
    .all(
      `SELECT * FROM memory_graph AS g WHERE source_hash = ?1 AND NOT coalesce(${derived}, 0) AND NOT (
       coalesce(${mutual}, 1) AND source_hash > target_hash AND EXISTS (
         SELECT 1 FROM memory_graph AS r WHERE r.source_hash = g.target_hash AND r.target_hash = g.source_hash ${alike}))
     UNION ALL
     SELECT * FROM (SELECT * FROM memory_graph WHERE target_hash = ?1 AND ${derived})
     ORDER BY source_hash, target_hash`,
      hash,
    )
    .map((edge) =>
      edge['target_hash'] === hash ? { ...edge, target_hash: edge['source_hash'] ?? null } : edge,
    );
}
