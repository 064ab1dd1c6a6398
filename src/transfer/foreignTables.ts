import type { Database } from '../sqlite/database.ts';
import type { SqlColumn } from '../sqlite/preparedStatement.ts';
import type { FieldAccount } from './incoming.ts';

/** A table of another program's database. */
export interface ForeignTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** Of the engine, or kept by an extension of it, such as an index of words: it cannot be asked without that, and is not. */
  readonly isDerived: boolean;
}

/** What becomes of a field: where it goes, or why it goes nowhere. */
export type Fate = string | { readonly because: string };

const internal = /^sqlite_/;
const virtual = /^\s*CREATE\s+VIRTUAL\b/i;

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * Every table, by name. Those of the engine, and those that a virtual one keeps its index in, are not asked either: what
 * they hold is made of the others.
 */
export function tablesOf(database: Database): ReadonlyMap<string, ForeignTable> {
  const rows = database
    .all("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name")
    .map(({ name, sql }) => ({ name: String(name), isVirtual: virtual.test(String(sql)) }));
  const indexes = rows.filter(({ isVirtual }) => isVirtual).map(({ name }) => `${name}_`);
  return new Map(
    rows.map(({ name, isVirtual }) => {
      const isDerived = isVirtual || internal.test(name) || indexes.some((each) => name.startsWith(each));
      return [name, { name, isDerived, columns: isDerived ? [] : columnsOf(database, name) }];
    }),
  );
}

const columnsOf = (database: Database, table: string): string[] =>
  database.all(`SELECT name FROM pragma_table_info(${textLiteral(table)})`).map(({ name }) => String(name));

const textLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** How many values each column of a table has. */
export function countValues(
  database: Database,
  { name, columns }: ForeignTable,
): ReadonlyMap<string, number> {
  if (columns.length === 0) return new Map();
  const counts = columns.map((column, index) => `count(${quoted(column)}) AS c${index}`);
  const row = database.get(`SELECT ${counts.join(', ')} FROM ${quoted(name)}`);
  return new Map(columns.map((column, index) => [column, Number(row?.[`c${index}`] ?? 0)]));
}

export const countRows = (database: Database, table: string): number =>
  Number(database.get(`SELECT count(*) AS n FROM ${quoted(table)}`)?.['n'] ?? 0);

/** Every field of a database with what became of it. What the engine keeps has one account, without a count. */
export function accountsOf(
  database: Database,
  tables: ReadonlyMap<string, ForeignTable>,
  fateOf: (table: string, column: string) => Fate,
): FieldAccount[] {
  return [...tables.values()].flatMap((table) => {
    if (table.isDerived) return [accountOf(table.name, '*', fateOf(table.name, '*'), 0)];
    const counts = countValues(database, table);
    return table.columns.map((column) =>
      accountOf(table.name, column, fateOf(table.name, column), counts.get(column) ?? 0),
    );
  });
}

export function accountOf(place: string, field: string, fate: Fate, count: number): FieldAccount {
  return typeof fate === 'string'
    ? { place, field, became: fate, count }
    : { place, field, became: undefined, because: fate.because, count };
}

type Cell = SqlColumn | undefined;

/** A text that says something; undefined for an empty one. */
export function textIn(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

export function numberIn(value: unknown): number | undefined {
  if (typeof value === 'string' && value.trim() === '') return undefined;
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

const zoned = /(?:z|[+-]\d\d:?\d\d)$/i;
const dated = /^\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d|$)/;
/** Seconds until the year 5138, milliseconds since 1973. */
const leastMilliseconds = 1e11;

/** A moment as databases write it, ms: ISO 8601, in UTC where no zone stands there, or seconds or milliseconds. */
export function timeIn(value: unknown): number | undefined {
  if (typeof value === 'string' && dated.test(value)) {
    const text = value.slice(0, 40).trim().replace(' ', 'T');
    const time = Date.parse(text.length === 10 || zoned.test(text) ? text : `${text}Z`);
    return Number.isNaN(time) ? undefined : time;
  }
  const number = numberIn(value);
  if (number === undefined || number < 0) return undefined;
  return Math.round(number < leastMilliseconds ? number * 1000 : number);
}

/** What a column of JSON holds; its text where it is none. */
export function jsonIn(value: Cell): unknown {
  if (typeof value !== 'string') return value ?? undefined;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
