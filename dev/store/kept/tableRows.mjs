/** Reads a database file row by row in a form that can be compared: JSON as values, bytes as hashes. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import init from '@sqlite.org/sqlite-wasm';

const jsonColumns = new Set([
  'entities',
  'tags',
  'anchors',
  'evidence',
  'links',
  'metadata',
  'before',
  'folded',
  'value',
]);
/** Made of the memories: their number says enough, and that they fit is checked by SQLite itself. */
const derived =
  /^(?:memory_search|term_search)|^(?:terms|vector_chunks|vector_changes|passage_changes|turn_changes|memory_entities|memory_tags)$/;
/** Long, and never read but as a whole. */
const hashed = new Set(['reply']);

let engine;

/** `{ schema, tables: { name: { count, rows? } } }`. The file must have no log beside it. */
export async function readTableRows(file) {
  const bytes = new Uint8Array(await readFile(file));
  // A database in memory has no log, so the header must not promise one.
  bytes[18] = bytes[19] = 1;
  engine ??= init();
  const { capi, wasm, oo1 } = await engine;
  const database = new oo1.DB(':memory:', 'c');
  const pointer = wasm.allocFromTypedArray(bytes);
  const flags = capi.SQLITE_DESERIALIZE_FREEONCLOSE | capi.SQLITE_DESERIALIZE_READONLY;
  database.checkRc(
    capi.sqlite3_deserialize(database.pointer, 'main', pointer, bytes.length, bytes.length, flags),
  );
  const all = (sql) => database.exec(sql, { returnValue: 'resultRows', rowMode: 'object' });
  try {
    const [{ integrity_check: verdict }] = all('PRAGMA integrity_check');
    if (verdict !== 'ok') throw new Error('The database is damaged', { cause: verdict });
    const names = all(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`).map(
      ({ name }) => name,
    );
    const tables = names.map((name) => [name, readTable(all, name)]);
    return { schema: all('PRAGMA user_version')[0].user_version, tables: Object.fromEntries(tables) };
  } finally {
    database.close();
  }
}

function readTable(all, name) {
  const [{ count }] = all(`SELECT count(*) AS count FROM "${name}"`);
  if (derived.test(name)) return { count };
  const keys = all(`SELECT name FROM pragma_table_info('${name}') ORDER BY pk = 0, pk, cid`).map(
    (row) => `"${row.name}"`,
  );
  return { count, rows: all(`SELECT * FROM "${name}" ORDER BY ${keys.join(', ')}`).map(comparable) };
}

function comparable(row) {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      if (value instanceof Uint8Array || hashed.has(column)) return [column, hashOf(value)];
      return [column, jsonColumns.has(column) && typeof value === 'string' ? parsed(value) : value];
    }),
  );
}

/** `value` of a table may be any text. */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const hashOf = (value) => createHash('sha256').update(value).digest('hex').slice(0, 16);
