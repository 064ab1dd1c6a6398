import type { Database } from '../../sqlite/database.ts';
import type { Row } from '../../sqlite/preparedStatement.ts';
import { readForeign } from '../../sqlite/readForeign.ts';
import { type ForeignTable, accountsOf, countRows, quoted, tablesOf, textIn } from '../foreignTables.ts';
import { asUnreadable } from '../unreadable.ts';
import type { FieldAccount, ImportReader, Incoming } from '../incoming.ts';
import { fateOf } from './openCodeMemoryFates.ts';
import { type Beside, type ProjectFolders, entityOf, memoryOf } from './openCodeMemoryRows.ts';
import { type WorkTable, workOf, workTables } from './openCodeMemoryWork.ts';

/** Rows, and characters of texts, that are read at once: all of one moment. */
const most = { rows: 500, characters: 8_000_000 };
const title = 'opencode-semantic-memory';

/** Whether a database is one: every version has these columns. */
export function isOpenCodeMemory(tables: ReadonlyMap<string, ForeignTable>): boolean {
  const columns = tables.get('memories')?.columns ?? [];
  const theirs = ['category', 'content', 'what', 'why', 'learned', 'source_file', 'reminder_at'];
  return theirs.every((name) => columns.includes(name)) && tables.has('entity_memories');
}

/** Reads `memory.db`, of whichever version: what columns there are is looked at, for the first versions say nothing else. */
export async function openOpenCodeMemoryDatabase(file: string): Promise<ImportReader> {
  const { tables, accounts, total, version, folders } = await asUnreadable(file, title, () =>
    readForeign(file, (database) => {
      const found = tablesOf(database);
      return {
        tables: found,
        accounts: accountsOf(database, found, fateOf),
        total: readTables(found).reduce((sum, table) => sum + countRows(database, table), 0),
        version: versionOf(database, found),
        folders: foldersOf(database, found),
      };
    }),
  );
  return new OpenCodeMemoryDatabase(file, tables, folders, { accounts, total, version });
}

const readTables = (tables: ReadonlyMap<string, ForeignTable>): string[] =>
  ['memories', 'archived_memories', 'entities', ...workTables.map(({ table }) => table)].filter((name) =>
    tables.has(name),
  );

function versionOf(database: Database, tables: ReadonlyMap<string, ForeignTable>): string {
  if (!tables.has('schema_version')) return `memory.db of ${title} 0.3`;
  const version = database.get('SELECT max(version) AS v FROM schema_version')?.['v'];
  return `memory.db of ${title}, version ${String(version ?? 'unknown')} of its tables`;
}

function foldersOf(database: Database, tables: ReadonlyMap<string, ForeignTable>): ProjectFolders {
  const folders = new Map<string, string>();
  const add = (table: string, name: string, folder: string): void => {
    if (!tables.has(table)) return;
    for (const row of database.iterate(
      `SELECT ${name} AS name, ${folder} AS folder FROM ${table} ORDER BY id DESC`,
    ))
      if (textIn(row['name']) !== undefined && !folders.has(String(row['name'])))
        folders.set(String(row['name']), String(row['folder']));
  };
  add('project_paths', 'project', 'local_path');
  add('workspaces', 'name', 'root_path');
  return folders;
}

/** A page of a table, and where the next one begins. */
interface Page {
  readonly items: readonly Incoming[];
  readonly isLast: boolean;
  readonly last: string | number | undefined;
}

class OpenCodeMemoryDatabase implements ImportReader {
  readonly place: string;
  readonly total: number;
  readonly form: string;
  readonly #tables: ReadonlyMap<string, ForeignTable>;
  readonly #folders: ProjectFolders;
  readonly #accounts: readonly FieldAccount[];

  constructor(
    file: string,
    tables: ReadonlyMap<string, ForeignTable>,
    folders: ProjectFolders,
    found: { readonly accounts: readonly FieldAccount[]; readonly total: number; readonly version: string },
  ) {
    this.place = file;
    this.form = found.version;
    this.total = found.total;
    this.#accounts = found.accounts;
    this.#tables = tables;
    this.#folders = folders;
  }

  /** Memories and archived ones together by their id, then what has a prefix in its ref, table by table. */
  async *items(after: string | undefined): AsyncGenerator<Incoming> {
    const [table, id] = placeIn(after);
    const order = readTables(this.#tables).filter((each) => each !== 'archived_memories');
    for (const each of order.slice(Math.max(0, order.indexOf(table)))) {
      let last: string | number | undefined = each === table ? id : undefined;
      for (let isLast = false; !isLast;) {
        const page: Page = await asUnreadable(this.place, title, () =>
          readForeign(this.place, (database) => this.#page(database, each, last)),
        );
        yield* page.items;
        ({ isLast, last } = page);
      }
    }
  }

  fields(): readonly FieldAccount[] {
    return this.#accounts;
  }

  async close(): Promise<void> {
    // Nothing stays open between two pages.
  }

  #page(database: Database, table: string, after: string | number | undefined): Page {
    if (table === 'memories') return this.#memories(database, after);
    const rows = rowsBehind(database, table, after);
    const work = workTables.find((each) => each.table === table);
    const items = work ? this.#work(database, work, rows) : this.#entities(database, rows);
    return { items, isLast: rows.length < most.rows, last: idOf(rows.at(-1)) ?? after };
  }

  #memories(database: Database, after: string | number | undefined): Page {
    const from = Number(after ?? Number.MIN_SAFE_INTEGER);
    const sources = ['memories', 'archived_memories'].filter((each) => this.#tables.has(each));
    const ids = database.all(
      `${sources.map((each) => `SELECT id, length(content) AS size FROM ${each} WHERE id > ?`).join(' UNION ALL ')} ORDER BY 1 LIMIT ${most.rows}`,
      ...sources.map(() => from),
    );
    let size = 0;
    const fit = ids.findIndex((row) => (size += Number(row['size'] ?? 0)) > most.characters);
    // What is too long for a page is one of its own.
    const to = Number(ids.at(fit < 0 ? -1 : Math.max(0, fit - 1))?.['id'] ?? from);
    const range: [number, number] = [from, to];
    const of = (name: string): Row[] => (sources.includes(name) ? between(database, name, 'id', range) : []);
    const [living, archived] = [of('memories'), of('archived_memories')];
    const links = grouped(this.#linksOf(database, range), 'source_memory_id');
    const provenance = grouped(this.#provenanceOf(database, range), 'memory_id');
    const entities = grouped(this.#entitiesOf(database, range), 'memory_id');
    const known = new Set(living.map(({ id }) => id));
    const rows = [...living, ...archived].sort((a, b) => Number(a['id']) - Number(b['id']));
    const items = rows.map((row) => {
      const id = Number(row['id']);
      const isArchived = 'archived_at' in row;
      const beside: Beside = {
        links: links.get(id) ?? [],
        provenance: provenance.get(id)?.[0],
        entities: (entities.get(id) ?? []).map(({ memory_id: _memory, ...entity }) => entity),
        ...(isArchived ? { project: this.#projectOfNeighbours(database, id) } : {}),
      };
      return memoryOf(
        row,
        isArchived && known.has(id) ? `archived:${id}` : String(id),
        beside,
        this.#folders,
      );
    });
    return { items, isLast: fit < 0 && ids.length < most.rows, last: to };
  }

  #linksOf(database: Database, range: [number, number]): Row[] {
    if (!this.#tables.has('memory_links')) return [];
    return between(database, 'memory_links', 'source_memory_id', range);
  }

  #provenanceOf(database: Database, range: [number, number]): Row[] {
    if (!this.#tables.has('remote_provenance')) return [];
    return database.all('SELECT * FROM remote_provenance WHERE memory_id > ? AND memory_id <= ?', ...range);
  }

  #entitiesOf(database: Database, range: [number, number]): Row[] {
    if (!this.#tables.has('entities')) return [];
    return database.all(
      `SELECT e.*, m.memory_id, m.relationship FROM entity_memories m JOIN entities e ON e.id = m.entity_id
       WHERE m.memory_id > ? AND m.memory_id <= ? ORDER BY e.id`,
      ...range,
    );
  }

  /** An archived memory has lost its project; what it is linked to, or names, still has one where all have the same. */
  #projectOfNeighbours(database: Database, id: number): string | undefined {
    const one = (rows: readonly Row[]): string | undefined => {
      const names = new Set(rows.map(({ project }) => textIn(project)).filter((name) => name !== 'auto'));
      names.delete(undefined);
      return names.size === 1 ? [...names][0] : undefined;
    };
    const linked = this.#tables.has('memory_links')
      ? database.all(
          `SELECT DISTINCT project FROM memories WHERE id IN (
             SELECT target_memory_id FROM memory_links WHERE source_memory_id = ?1
             UNION SELECT source_memory_id FROM memory_links WHERE target_memory_id = ?1)`,
          id,
        )
      : [];
    const named = (): Row[] =>
      database.all(
        `SELECT DISTINCT e.project FROM entity_memories m JOIN entities e ON e.id = m.entity_id WHERE m.memory_id = ?`,
        id,
      );
    return one(linked) ?? one(named());
  }

  #entities(database: Database, rows: readonly Row[]): Incoming[] {
    const isNamed = (id: number): boolean =>
      database.get('SELECT 1 FROM entity_memories WHERE entity_id = ? LIMIT 1', id) !== undefined;
    const whyLeft = (id: number): string =>
      isNamed(id) ? 'names, which are kept with the memories that have them' : 'names that no memory has';
    return rows.map((row) => entityOf(row, whyLeft(Number(row['id'])), this.#folders));
  }

  #work(database: Database, work: WorkTable, rows: readonly Row[]): Incoming[] {
    const children = Object.entries(work.children ?? {}).filter(([table]) => this.#tables.has(table));
    return rows.map((row) => {
      const own = children.map(([table, [name, owner]]) => [
        name,
        database.all(`SELECT * FROM ${table} WHERE ${owner} = ? ORDER BY id`, row['id'] ?? null),
      ]);
      return workOf(work, row, Object.fromEntries(own), this.#folders);
    });
  }
}

function grouped(rows: readonly Row[], column: string): ReadonlyMap<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const key = Number(row[column]);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

const between = (database: Database, table: string, column: string, [from, to]: [number, number]): Row[] =>
  database.all(`SELECT * FROM ${table} WHERE ${column} > ? AND ${column} <= ? ORDER BY id`, from, to);

function rowsBehind(database: Database, table: string, after: string | number | undefined): Row[] {
  const sql = `SELECT * FROM ${quoted(table)}`;
  const order = `ORDER BY id LIMIT ${most.rows}`;
  return after === undefined
    ? database.all(`${sql} ${order}`)
    : database.all(`${sql} WHERE id > ? ${order}`, after);
}

function idOf(row: Row | undefined): string | number | undefined {
  const id = row?.['id'];
  return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}

/** Where a reader goes on: the table and the id that a ref names. */
function placeIn(ref: string | undefined): [table: string, id: string | number | undefined] {
  if (ref === undefined) return ['memories', undefined];
  const at = ref.indexOf(':');
  if (at < 0) return ['memories', Number(ref)];
  const [table, id] = [ref.slice(0, at), ref.slice(at + 1)];
  if (table === 'archived') return ['memories', Number(id)];
  // Ids of sessions are texts, all others numbers.
  return [table, table === 'sessions' ? id : Number(id)];
}
