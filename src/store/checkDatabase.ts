import { MemoryBridgeError } from '../core/errors.ts';
import type { Database } from './sqlite/database.ts';

/** Rows that point at nothing, and what they would mean. */
const orphans: readonly [what: string, sql: string][] = [
  [
    'entity references without a memory',
    'SELECT count(*) AS count FROM memory_entities WHERE memory NOT IN (SELECT seq FROM memories)',
  ],
  [
    'history without a memory',
    'SELECT count(*) AS count FROM history WHERE memory_id NOT IN (SELECT id FROM memories)',
  ],
  [
    'project aliases without a project',
    'SELECT count(*) AS count FROM project_aliases WHERE project NOT IN (SELECT id FROM projects)',
  ],
  [
    'tags without a memory',
    'SELECT count(*) AS count FROM memory_tags WHERE memory NOT IN (SELECT seq FROM memories)',
  ],
  [
    'vectors without a memory',
    'SELECT count(*) AS count FROM memory_vectors WHERE memory NOT IN (SELECT seq FROM memories)',
  ],
  [
    'memories that neither have nor await a vector',
    `SELECT count(*) AS count FROM vector_spaces AS s CROSS JOIN memories AS m
     WHERE s.dropped_at IS NULL AND m.deleted_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM memory_vectors WHERE space = s.id AND memory = m.seq)
       AND NOT EXISTS (SELECT 1 FROM vector_pending WHERE space = s.id AND memory = m.seq)`,
  ],
];

/** `ok`, or everything that SQLite, the full-text index and our own rules find wrong, one finding a line. */
export function checkDatabase(database: Database): string {
  const findings = [...checkPages(database), ...checkIndex(database), ...checkOrphans(database)];
  return findings.length === 0 ? 'ok' : findings.join('\n');
}

function checkPages(database: Database): string[] {
  const lines = database.all('PRAGMA integrity_check').map((row) => String(row['integrity_check']));
  return lines.filter((line) => line !== 'ok');
}

/** Rank 1 compares the index with the memories themselves, not only with itself. */
function checkIndex(database: Database): string[] {
  try {
    database.run(`INSERT INTO memory_search (memory_search, rank) VALUES ('integrity-check', 1)`);
    return [];
  } catch (error) {
    if (MemoryBridgeError.is(error, 'corrupt')) return ['the full-text index differs from the memories'];
    throw error;
  }
}

function checkOrphans(database: Database): string[] {
  return orphans.flatMap(([what, sql]) => {
    const count = Number(database.get(sql)?.['count']);
    return count === 0 ? [] : [`${count} ${what}`];
  });
}
