import path from 'node:path';
import { openStore } from '../../../src/store/sqlite/openStore.ts';
import { changeOfRow, comparableChange, comparableMemory, memoryOfRow } from './comparableMemory.ts';
import type { KeptStore } from './keptStore.ts';
import { readTableRows, type StoredTable } from './tableRows.mjs';

type Entry = Readonly<Record<string, unknown>>;

/** All that is in a home, as the code of today reads it. */
export interface HomeContents {
  readonly schema: number;
  readonly integrity: string;
  readonly memories: readonly Entry[];
  readonly changes: readonly Entry[];
  /** As they lie in the file, once that is closed. */
  readonly tables: Readonly<Record<string, StoredTable>>;
}

/** Made of the memories; of these the number of rows says that everybody is there. */
const counted = new Set(['memory_entities', 'memory_tags', 'memory_search_docsize']);
/** What later schemas call otherwise. */
const renamed: Readonly<Record<string, string>> = { captured_findings: 'captured_statements' };
/** SQLite's own. */
const internal = /^sqlite_|_config$/;

/** Opens a home, which migrates it, and reads everything. */
export async function readHome(home: string): Promise<HomeContents> {
  const store = await openStore({ home });
  const read = await store.read(async ({ memories, history }) => {
    const { memories: all } = await memories.list({ includeDeleted: true }, { limit: 10_000 });
    const changes = [];
    for (const { id } of all) changes.push(...(await history.ofMemory(id)));
    return {
      memories: sorted((await memories.getMany(all.map(({ id }) => id))).map(comparableMemory)),
      changes: sorted(changes.map(comparableChange)),
    };
  });
  const integrity = await store.checkIntegrity();
  await store.close();
  return { ...read, integrity, ...(await readTableRows(path.join(home, 'memory.db'))) };
}

export interface Expected {
  /** Tables that the store was copied without. */
  readonly without?: readonly string[];
  /** Of the owner that was killed: the rows that its last writes changed, too. */
  readonly afterKill?: boolean;
}

/** What a kept store has and a home has not, or otherwise, as sentences; none when everything is there. */
export function lostFrom(
  kept: KeptStore,
  found: HomeContents,
  { without = [], afterKill = false }: Expected = {},
): string[] {
  const { tables, afterKill: later } = kept.contents;
  const losses: string[] = found.integrity === 'ok' ? [] : [`integrity: ${found.integrity}`];
  for (const [name, old] of Object.entries(tables)) {
    if (without.includes(name) || internal.test(name)) continue;
    const today = found.tables[name] ?? found.tables[renamed[name] ?? ''];
    const change = afterKill ? later.find(({ table }) => table === name) : undefined;
    const count = change?.count ?? old.count;
    const rows = (change ? (change.changed as Entry[]) : old.rows) ?? [];
    if (name === 'memories') losses.push(...missing(name, rows.map(memoryOfRow), count, found.memories));
    else if (name === 'history') losses.push(...missing(name, rows.map(changeOfRow), count, found.changes));
    else if (old.rows) losses.push(...missing(name, rows, count, today?.rows ?? []));
    else if (counted.has(name) && !afterKill && today?.count !== count)
      losses.push(`${name}: ${today?.count} rows instead of ${count}`);
  }
  return losses;
}

/** Rows, and memories as they were before a change, may have got fields since; those they had say the same. */
function missing(table: string, wanted: readonly Entry[], count: number, found: readonly Entry[]): string[] {
  const columns = Object.keys(wanted[0] ?? {});
  const fields = new Set(wanted.flatMap(({ before }) => Object.keys(before ?? {})));
  const trimmed = (row: Entry): Entry => {
    const { before } = row;
    if (typeof before !== 'object' || before === null) return row;
    return {
      ...row,
      before: Object.fromEntries(Object.entries(before).filter(([name]) => fields.has(name))),
    };
  };
  const known = new Map<string, number>();
  for (const row of found) {
    const text = textOf(trimmed(row), columns);
    known.set(text, (known.get(text) ?? 0) + 1);
  }
  const losses = found.length === count ? [] : [`${table}: ${found.length} rows instead of ${count}`];
  for (const row of wanted) {
    const text = textOf(row, columns);
    const left = known.get(text) ?? 0;
    if (left === 0) losses.push(`${table}: ${text.slice(0, 300)}`);
    known.set(text, left - 1);
  }
  return losses;
}

const textOf = (row: Entry, columns: readonly string[]): string =>
  JSON.stringify(columns.map((column) => inOrder(row[column])));

/** Keys of objects in one order: two ways to write the same are the same. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, inOrder(each)]),
  );
}

const sorted = (entries: Entry[]): Entry[] =>
  entries.toSorted((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1));
