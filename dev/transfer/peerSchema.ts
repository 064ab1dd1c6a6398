import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openDatabase } from '../../src/sqlite/openDatabase.ts';
import type { Database } from '../../src/sqlite/database.ts';
import type { SqlValue } from '../../src/sqlite/preparedStatement.ts';
import type { FieldAccount, Importer, ImportReader, Incoming } from '../../src/transfer/incoming.ts';

export interface SchemaTable {
  readonly name: string;
  readonly isVirtual: boolean;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** A schema as `test/data/peerSchemas` has it: `table: column TYPE, column TYPE`, or `table: virtual`. */
export function schemaOf(name: string): SchemaTable[] {
  const file = path.join(import.meta.dirname, `../../test/data/peerSchemas/${name}.txt`);
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [table = '', rest = ''] = line.split(/: (.*)/s);
      const isVirtual = rest === 'virtual';
      const columns = isVirtual
        ? []
        : rest.split(', ').map((each) => {
            const [column = '', type = ''] = each.split(' ');
            return { name: column, type };
          });
      return { name: table, isVirtual, columns };
    });
}

/** The value that a cell gets: found again by it in what the importer says. */
export type Cell = (table: string, column: string, row: number) => SqlValue | undefined;

/** Makes a database with all tables of a schema, and as many rows in each. */
export async function makeStore(
  file: string,
  schema: readonly SchemaTable[],
  valueOf: Cell,
  { rows = 2, more = [] }: { readonly rows?: number; readonly more?: readonly string[] } = {},
): Promise<void> {
  const database = await openDatabase(file);
  database.exec('BEGIN');
  for (const { name, columns, isVirtual } of schema) {
    if (isVirtual) {
      forgeVirtual(database, name);
      continue;
    }
    database.exec(
      `CREATE TABLE "${name}" (${columns.map((each) => `"${each.name}" ${each.type}`).join(', ')})`,
    );
    for (let row = 1; row <= rows; row += 1) {
      const values = columns.map((each) => valueOf(name, each.name, row) ?? null);
      database.run(`INSERT INTO "${name}" VALUES (${values.map(() => '?').join(', ')})`, ...values);
    }
  }
  database.exec(...more, 'COMMIT');
  database.close();
}

/** A virtual table of an extension that nobody has here, with one of its tables: whoever asks it fails. */
function forgeVirtual(database: Database, name: string): void {
  database.exec(
    `CREATE TABLE "${name}_data" (id INTEGER, block BLOB)`,
    'PRAGMA writable_schema = ON',
    `INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql)
     VALUES ('table', '${name}', '${name}', 0, 'CREATE VIRTUAL TABLE ${name} USING nobody_has_this(a)')`,
    'PRAGMA writable_schema = OFF',
  );
}

export async function openStore(importer: Importer, file: string, isFolder = false): Promise<ImportReader> {
  return importer.open({ path: file, isFolder });
}

export async function readAll(reader: ImportReader, after?: string): Promise<Incoming[]> {
  const items: Incoming[] = [];
  for await (const item of reader.items(after)) items.push(item);
  return items;
}

/** Fields of a schema that an importer does not mention, or says nothing of. */
export function unmentioned(schema: readonly SchemaTable[], accounts: readonly FieldAccount[]): string[] {
  const said = new Set(
    accounts
      .filter(({ became, because }) => (became ?? '') !== '' || (because ?? '') !== '')
      .map(({ place, field }) => `${place}.${field}`),
  );
  return schema
    .flatMap(({ name, columns, isVirtual }) =>
      isVirtual ? [`${name}.*`] : columns.map((column) => `${name}.${column.name}`),
    )
    .filter((each) => !said.has(each));
}

/** Fields that are said to have become something and of which neither of two rows has its value in what was read. */
export function lost(
  schema: readonly SchemaTable[],
  accounts: readonly FieldAccount[],
  items: readonly Incoming[],
  valueOf: Cell,
): string[] {
  const text = JSON.stringify(items);
  const taken = new Map(accounts.map(({ place, field, became }) => [`${place}.${field}`, became]));
  return schema.flatMap(({ name, columns }) =>
    columns
      .filter((column) => taken.get(`${name}.${column.name}`) !== undefined)
      .filter((column) => ![1, 2].some((row) => appears(text, valueOf(name, column.name, row))))
      .map((column) => `${name}.${column.name}`),
  );
}

function appears(text: string, value: SqlValue | undefined): boolean {
  if (value === undefined || value === null) return false;
  const asTime =
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? String(Date.parse(value)) : undefined;
  const plain = JSON.stringify(value).slice(1, -1);
  const parts = typeof value === 'string' && /^[[{]/.test(value) ? markersIn(value) : [plain];
  return (
    (asTime !== undefined && text.includes(asTime)) ||
    (typeof value === 'number' ? text.includes(String(value)) : parts.every((part) => text.includes(part)))
  );
}

const markersIn = (json: string): string[] => json.match(/mark_[\w.]+/g) ?? [];
