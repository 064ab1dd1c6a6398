import { readFile } from 'node:fs/promises';
import { isRecord } from '../../core/isRecord.ts';
import type { Row, SqlColumn } from '../../sqlite/preparedStatement.ts';
import { accountOf, type Fate } from '../foreignTables.ts';
import type { FieldAccount, ImportReader, Incoming } from '../incoming.ts';
import { notItsShape } from '../unreadable.ts';
import { fateOf } from './openCodeMemoryFates.ts';
import { entityOf, memoryOf } from './openCodeMemoryRows.ts';

const namesWithout = 'names, of which an export does not say which memories have them';
const noFolders: ReadonlyMap<string, string> = new Map();

/** The three lists of an export, as rows of the tables that they came from. */
interface Lists {
  readonly memories: readonly Row[];
  readonly entities: readonly Row[];
  readonly links: readonly Row[];
}

const tableOf = { memories: 'memories', entities: 'entities', links: 'memory_links' } as const;

/** How such a file begins; nothing but this system writes these four in this order. */
export const looksLikeExport = (head: string): boolean =>
  /^\uFEFF?\s{0,100}\{\s{0,100}"version"\s{0,9}:\s{0,9}"[\d.]{1,20}"\s{0,9},\s{0,100}"exported_at"\s{0,9}:\s{0,9}"[^"]{1,80}"\s{0,9},\s{0,100}"filters"\s{0,9}:/.test(
    head,
  );

/** Reads what `export_memories` has written: less than the database has, for reminders, pins and what was archived are not in it. */
export async function openOpenCodeMemoryExport(file: string): Promise<ImportReader> {
  const text = await readFile(file, 'utf8');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw notItsShape(file, 'opencode-semantic-memory', 'it is cut off, or no JSON', error);
  }
  if (!isRecord(parsed) || !Array.isArray(parsed['memories']))
    throw notItsShape(file, 'opencode-semantic-memory', 'it has no list "memories"');
  const lists = {
    memories: rowsIn(parsed['memories']).sort((a, b) => Number(a['id']) - Number(b['id'])),
    entities: rowsIn(parsed['entities']).sort((a, b) => Number(a['id']) - Number(b['id'])),
    links: rowsIn(parsed['links']),
  };
  const version = typeof parsed['version'] === 'string' ? parsed['version'] : '?';
  return new OpenCodeMemoryExport(file, lists, version, accounts(parsed, lists));
}

/** Objects of one list; what is no plain value is its JSON, as it would stand in a column. */
function rowsIn(list: unknown): Row[] {
  if (!Array.isArray(list)) return [];
  return list.filter(isRecord).map((each) =>
    Object.fromEntries(
      Object.entries(each)
        .filter(([key]) => key !== 'entities')
        .map(([key, value]): [string, SqlColumn] => [key, columnOf(value)])
        .concat('entities' in each ? [['named', JSON.stringify(each['entities'])]] : []),
    ),
  );
}

function columnOf(value: unknown): SqlColumn {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number') return value;
  return typeof value === 'boolean' ? Number(value) : JSON.stringify(value);
}

class OpenCodeMemoryExport implements ImportReader {
  readonly place: string;
  readonly total: number;
  readonly form: string;
  readonly #lists: Lists;
  readonly #accounts: readonly FieldAccount[];

  constructor(file: string, lists: Lists, version: string, found: readonly FieldAccount[]) {
    this.place = file;
    this.#lists = lists;
    this.total = lists.memories.length + lists.entities.length;
    this.form = `export of opencode-semantic-memory, version ${version}: without reminders, pins, expiry and what was archived, which only memory.db has`;
    this.#accounts = found;
  }

  // oxlint-disable-next-line require-await -- the port is asynchronous
  async *items(after: string | undefined): AsyncGenerator<Incoming> {
    const { memories, entities, links } = this.#lists;
    const isEntity = after?.startsWith('entities:') ?? false;
    const id = after === undefined ? undefined : Number(after.split(':').at(-1));
    const isBehind = (row: Row): boolean => id === undefined || Number(row['id']) > id;
    const linksOf = new Map<number, Row[]>();
    for (const link of links) {
      const from = Number(link['source_memory_id']);
      linksOf.set(from, [...(linksOf.get(from) ?? []), link]);
    }
    if (!isEntity)
      for (const row of memories.filter(isBehind)) {
        const { named, ...own } = row;
        const beside = { links: uniqueLinks(linksOf.get(Number(row['id'])) ?? []), entities: namesIn(named) };
        yield memoryOf(own, String(row['id']), beside, noFolders);
      }
    for (const row of isEntity ? entities.filter(isBehind) : entities)
      yield entityOf(row, namesWithout, noFolders);
  }

  fields(): readonly FieldAccount[] {
    return this.#accounts;
  }

  async close(): Promise<void> {
    // Read as a whole when it was opened.
  }
}

/** Each link stands there twice, once for each of its memories. */
function uniqueLinks(links: readonly Row[]): Row[] {
  const seen = new Map(
    links.map((link) => [`${String(link['link_type'])} ${String(link['target_memory_id'])}`, link]),
  );
  return [...seen.values()];
}

/** Versions differ in whether a name is a text or an object. */
function namesIn(named: SqlColumn | undefined): Row[] {
  if (typeof named !== 'string') return [];
  const list: unknown = JSON.parse(named);
  if (!Array.isArray(list)) return [];
  return list.flatMap((each): Row[] => {
    if (typeof each === 'string') return [{ ref: each, type: 'name' }];
    return isRecord(each) && typeof each['ref'] === 'string'
      ? [Object.fromEntries(Object.entries(each).map(([key, value]) => [key, columnOf(value)]))]
      : [];
  });
}

function accounts(parsed: Record<string, unknown>, lists: Lists): FieldAccount[] {
  const head = Object.keys(parsed).filter((key) => !(key in tableOf));
  const aboutFile: Fate = { because: 'says how the file was made' };
  return [
    ...head.map((key) => accountOf('export', key, aboutFile, 1)),
    ...Object.entries(lists).flatMap(([list, rows]: [string, readonly Row[]]) => {
      const counts = new Map<string, number>();
      for (const [key, value] of rows.flatMap((row) => Object.entries(row)))
        counts.set(key, (counts.get(key) ?? 0) + (value === null ? 0 : 1));
      return [...counts].map(([key, count]) =>
        key === 'named'
          ? accountOf(list, 'entities', 'entities', count)
          : accountOf(list, key, fateOf(tableOf[list as keyof typeof tableOf], key), count),
      );
    }),
  ];
}
