import { setImmediate as nextTurn } from 'node:timers/promises';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { Database } from '../../sqlite/database.ts';

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
    'links of no memory',
    'SELECT count(*) AS count FROM memory_links WHERE memory NOT IN (SELECT seq FROM memories)',
  ],
  [
    'turns of no memory',
    'SELECT count(*) AS count FROM turns WHERE memory NOT IN (SELECT seq FROM memories)',
  ],
  [
    'vectors without a memory',
    'SELECT count(*) AS count FROM memory_vectors WHERE memory NOT IN (SELECT seq FROM memories)',
  ],
  [
    'passages without the vector of their memory',
    `SELECT count(*) AS count FROM passage_vectors AS p
     WHERE NOT EXISTS (SELECT 1 FROM memory_vectors WHERE space = p.space AND memory = p.memory)`,
  ],
  [
    'passages of turns that are not there',
    `SELECT count(*) AS count FROM turn_vectors WHERE first NOT IN (SELECT seq FROM turns)
       OR last NOT IN (SELECT seq FROM turns) OR memory NOT IN (SELECT seq FROM memories WHERE deleted_at IS NULL)`,
  ],
  [
    'turns that neither have nor await a vector',
    `SELECT count(*) AS count FROM vector_spaces AS s CROSS JOIN turns AS t
     CROSS JOIN memories AS m ON m.seq = t.memory
     WHERE s.dropped_at IS NULL AND m.deleted_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM turn_passages WHERE space = s.id AND turn = t.seq)
       AND NOT EXISTS (SELECT 1 FROM turn_pending WHERE space = s.id AND memory = m.seq)`,
  ],
  [
    'memories that neither have nor await a vector',
    `SELECT count(*) AS count FROM vector_spaces AS s CROSS JOIN memories AS m
     WHERE s.dropped_at IS NULL AND m.deleted_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM memory_vectors WHERE space = s.id AND memory = m.seq)
       AND NOT EXISTS (SELECT 1 FROM vector_pending WHERE space = s.id AND memory = m.seq)`,
  ],
];

const indexes: readonly [name: string, fault: string][] = [
  ['memory_search', 'the full-text index differs from the memories'],
  ['term_search', 'the index of names differs from the words'],
  ['turn_search', 'the full-text index differs from the turns of conversations'],
];

/** `ok`, or everything that SQLite, the full-text index and our own rules find wrong, one fault a line. */
export function checkDatabase(database: Database): string {
  const words = indexes.map((check) => checkIndex(database, ...check));
  const faults = [
    ...strangeNames(database),
    ...checkPages(database),
    ...words.flatMap((found) => [...found.pages, ...found.indexes]),
    ...checkOrphans(database),
  ];
  return faults.length === 0 ? 'ok' : faults.join('\n');
}

/** What is wrong with the pages, and with the indexes of words. */
export interface DatabaseFaults {
  readonly pages: string[];
  readonly indexes: string[];
}

/**
 * The same in pieces, with turns of the event loop between them: a process that answers nothing for seconds is taken
 * for a hung one. Orphans are left out; damage shows in pages and indexes. Stops at `most` faults.
 */
export async function checkInPieces(database: Database, most = 20): Promise<DatabaseFaults> {
  const pages = await checkPagesInPieces(database, most);
  const words: string[] = [];
  for (const check of pages.length >= most ? [] : indexes) {
    await nextTurn();
    if (!hasTable(database, check[0])) continue;
    const found = checkIndex(database, ...check);
    pages.push(...found.pages);
    words.push(...found.indexes);
  }
  return { pages, indexes: words };
}

/** Of the pages alone, which can be had of a database that may only be read. */
export async function checkPagesInPieces(database: Database, most = 20): Promise<string[]> {
  const pages: string[] = [];
  const tables = database.all(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY rootpage`,
  );
  for (const name of ['sqlite_schema', ...tables.map((row) => String(row['name']))]) {
    await nextTurn();
    pages.push(...checkPages(database, `('${name.replaceAll("'", "''")}')`));
    if (pages.length >= most) break;
  }
  return [...strangeNames(database), ...pages].slice(0, most);
}

/**
 * What can be told at once of a database of any size: the schema is sound, and every table begins where the schema says.
 */
export function checkBeginnings(database: Database): string[] {
  const faults = [...checkPages(database, `('sqlite_schema')`), ...strangeNames(database)];
  if (faults.length > 0) return faults;
  const tables = database.all(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY rootpage`,
  );
  for (const { name } of tables)
    database.get(`SELECT 1 FROM "${String(name).replaceAll('"', '""')}" LIMIT 1`);
  return [];
}

/** Makes every index anew from the rows. */
export function rebuildIndexes(database: Database): void {
  database.exec('REINDEX');
  for (const [name] of indexes)
    if (hasTable(database, name)) database.run(`INSERT INTO ${name} (${name}) VALUES ('rebuild')`);
}

/** Ours are in small letters. SQLite finds a name whose case has changed, and gives its values another one. */
function strangeNames(database: Database): string[] {
  const rows = database.all(
    `SELECT t.name AS tbl, c.name AS name FROM sqlite_schema AS t CROSS JOIN pragma_table_info(t.name) AS c
     WHERE t.type = 'table' AND (t.name GLOB '*[A-Z]*' OR c.name GLOB '*[A-Z]*')`,
  );
  return rows.map((row) => `the schema calls a column ${String(row['tbl'])}.${String(row['name'])}`);
}

/** An older format has fewer. */
const hasTable = (database: Database, name: string): boolean =>
  database.get('SELECT 1 FROM sqlite_schema WHERE name = ?', name) !== undefined;

function checkPages(database: Database, table = ''): string[] {
  const lines = database.all(`PRAGMA integrity_check${table}`).map((row) => String(row['integrity_check']));
  return lines.filter((line) => line !== 'ok');
}

/** Rank 1 compares the index with the rows themselves, not only with itself. */
function checkIndex(database: Database, name: string, fault: string): DatabaseFaults {
  try {
    database.run(`INSERT INTO ${name} (${name}, rank) VALUES ('integrity-check', 1)`);
    return { pages: [], indexes: [] };
  } catch (error) {
    if (MemoryBridgeError.is(error, 'corrupt')) return { pages: [], indexes: [fault] };
    // What the schema says of it is no index: it cannot be made anew.
    if (isRefused(error)) return { pages: [`the schema says of ${name} what cannot be`], indexes: [] };
    throw error;
  }
}

/** SQLITE_ERROR, of a statement that is known to be sound. */
const isRefused = (error: unknown): boolean =>
  MemoryBridgeError.is(error) && (Number(error.details?.['sqliteCode']) & 0xff) === 1;

function checkOrphans(database: Database): string[] {
  return orphans.flatMap(([what, sql]) => {
    const count = Number(database.get(sql)?.['count']);
    return count === 0 ? [] : [`${count} ${what}`];
  });
}
