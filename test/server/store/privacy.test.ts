import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/privacy.md'), 'utf8');
const [, ofDatabase = ''] = /^### In the database\n([^]*?)^### /m.exec(page) ?? [];
const ticked = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
/** Tables and columns of each row. */
const rows = [...ofDatabase.matchAll(/^\| (`.*?) \| (.*) \|(.*)\|$/gm)].map(
  ([, tables = '', , columns = '']) => ({ tables: ticked(tables), columns: ticked(columns) }),
);

/** Columns of text that say nothing about a person, in whichever table: ids, states, sums and kinds. */
const impersonal: ReadonlySet<string> = new Set(
  (
    'id tail group_id group_tail memory_id undone_by session_id superseded_by continues target project ' +
    'category scope status state kind trust action mode outcome recurrence source_kind provider model operation ' +
    'content_key input_hash sha etag links key'
  ).split(' '),
);

interface Table {
  readonly name: string;
  readonly columns: readonly string[];
}

let tables: Table[] = [];

beforeAll(async () => {
  await using bench = await StoreBench.create();
  await (await bench.open()).close();
  const database = await openDatabase(bench.file);
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  tables = database.all(`SELECT name FROM sqlite_schema WHERE type = 'table'`).map(({ name }) => ({
    name: String(name),
    columns: database
      .all(`SELECT name FROM pragma_table_info('${String(name)}') WHERE type NOT IN ('INTEGER', 'REAL')`)
      .map((column) => String(column['name'])),
  }));
  database.close();
});

/** The engine keeps an index in tables of its own, named after the one that we made. */
const isPart = ({ name }: Table): boolean =>
  tables.some((other) => new RegExp(`^${other.name}_(?:data|idx|docsize|config|content)$`).test(name));

/** What the page does not say of these tables, as sentences. */
function untold(these: readonly Table[], said = rows): string[] {
  return these.flatMap(({ name, columns }) => {
    const row = said.find((each) => each.tables.includes(name));
    if (!row) return [`${name} is not described`];
    // Numbers of rows, which the engine types as nothing.
    if (name === 'sqlite_sequence') return [];
    return columns
      .filter((column) => !row.columns.includes(column) && (!impersonal.has(column) || name === 'key_values'))
      .map((column) => `${name}.${column} is not described`);
  });
}

describe('the page about privacy', () => {
  it('describes every table, and each of its columns that can hold something about a person', () => {
    expect(tables.length).toBeGreaterThan(25);
    expect(untold(tables.filter((table) => !isPart(table)))).toEqual([]);
  });

  it('describes none that there is not', () => {
    const names = new Set(tables.map(({ name }) => name));
    expect(rows.flatMap((row) => row.tables).filter((name) => !names.has(name))).toEqual([]);
    const lost = rows.flatMap((row) => {
      const there = tables.filter(({ name }) => row.tables.includes(name));
      const columns = new Set(there.flatMap((each) => each.columns));
      return row.columns.filter((column) => !columns.has(column));
    });
    expect(lost).toEqual([]);
  });

  it.each([
    [{ name: 'transcripts', columns: [] }, ['transcripts is not described']],
    [{ name: 'claims', columns: ['resource', 'holder'] }, ['claims.holder is not described']],
    [{ name: 'history', columns: ['id', 'email'] }, ['history.email is not described']],
    [{ name: 'projects', columns: ['id', 'name', 'root', 'mode'] }, []],
  ])('misses what is new: %j', (table, missing) => {
    expect(untold([table])).toEqual(missing);
  });

  it('counts nothing as impersonal that there is not', () => {
    const known = new Set(tables.flatMap(({ columns }) => columns));
    expect([...impersonal].filter((column) => !known.has(column))).toEqual([]);
  });
});
