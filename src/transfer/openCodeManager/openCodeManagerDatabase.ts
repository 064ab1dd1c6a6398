import path from 'node:path';
import type { Database } from '../../sqlite/database.ts';
import type { Row } from '../../sqlite/preparedStatement.ts';
import { readForeign } from '../../sqlite/readForeign.ts';
import { type Fate, type ForeignTable, accountsOf, countRows, tablesOf } from '../foreignTables.ts';
import { asUnreadable } from '../unreadable.ts';
import type { FieldAccount, ImportReader, Incoming } from '../incoming.ts';
import { memoryOfScope, valueOfRow } from './openCodeManagerRows.ts';
import { type OpenCodeProjects, readOpenCodeProjects } from './openCodeProjects.ts';

export const title = '@opencode-manager/memory';
/** Rows that are read at once: all of one moment. */
const most = 500;

/** Whether a database is one: every version has these columns. */
export function isOpenCodeManager(tables: ReadonlyMap<string, ForeignTable>): boolean {
  const columns = tables.get('memories')?.columns ?? [];
  return ['project_id', 'scope', 'content', 'file_path', 'access_count'].every((name) =>
    columns.includes(name),
  );
}

const because = (reason: string): Fate => ({ because: reason });
const value: Readonly<Record<string, Fate>> = {
  project_id: 'project',
  key: 'key of a value',
  data: 'a value',
  expires_at: 'expiresAt of a value',
  created_at: because('when a value was first set; its last change is kept'),
  updated_at: 'updatedAt of a value',
};
const fates: Readonly<Record<string, Readonly<Record<string, Fate>>>> = {
  memories: {
    id: 'ref',
    project_id: 'project',
    scope: 'category, metadata.scope where it is none of three',
    content: 'content',
    file_path: 'source.ref',
    access_count: 'recallCount',
    last_accessed_at: 'lastRecalledAt',
    created_at: 'createdAt',
    updated_at: 'updatedAt',
    status: 'status, deletedAt, metadata.status where it is another word',
  },
  project_kv: value,
  session_state: value,
};
const left: Readonly<Record<string, Fate>> = {
  plugin_metadata: because('which model made its vectors; they are made anew'),
  migrations: because('versions of the database'),
};
const derived = /^(?:sqlite_\w+|memory_embeddings\w*)$/;

function fateOf(table: string, column: string): Fate {
  const known = fates[table];
  if (known)
    return known[column] ?? (table === 'memories' ? `metadata.${column}` : because('not known here'));
  if (derived.test(table))
    return because('vectors, and what the engine of the database keeps, are made anew');
  return left[table] ?? because('a table of a version that is not known here');
}

/** Tables that are read, in this order, with what stands before a key in a ref. */
const prefixes = { memories: '', project_kv: 'kv:', session_state: 'state:' } as const;
type ReadTable = keyof typeof prefixes;
const order = Object.keys(prefixes) as ReadTable[];

/** Reads `memory.db` of every version. OpenCode's database, which says where projects lie, is looked for beside its folder. */
export async function openOpenCodeManagerDatabase(
  file: string,
  {
    openCodeDatabases,
    now = Date.now(),
  }: { readonly openCodeDatabases: readonly string[]; readonly now?: number },
): Promise<ImportReader> {
  const beside = path.join(path.dirname(path.dirname(file)), 'opencode.db');
  const found = await Promise.all([beside, ...openCodeDatabases].map(readOpenCodeProjects));
  // What stands nearest to the database is right where two say something else.
  const projects = new Map(found.toReversed().flatMap((each) => [...each]));
  return asUnreadable(file, title, () =>
    readForeign(file, (database) => {
      const tables = tablesOf(database);
      const has = order.filter((table) => tables.has(table));
      const total = has.reduce((sum, table) => sum + countRows(database, table), 0);
      return new OpenCodeManagerDatabase(file, has, accountsOf(database, tables, fateOf), {
        total,
        projects,
        now,
      });
    }),
  );
}

class OpenCodeManagerDatabase implements ImportReader {
  readonly place: string;
  readonly total: number;
  readonly form = `memory.db of ${title}`;
  readonly #tables: readonly ReadTable[];
  readonly #accounts: readonly FieldAccount[];
  readonly #projects: OpenCodeProjects;
  readonly #now: number;

  constructor(
    file: string,
    tables: readonly ReadTable[],
    accounts: readonly FieldAccount[],
    found: { readonly total: number; readonly projects: OpenCodeProjects; readonly now: number },
  ) {
    this.place = file;
    this.total = found.total;
    this.#tables = tables;
    this.#accounts = accounts;
    this.#projects = found.projects;
    this.#now = found.now;
  }

  async *items(after: string | undefined): AsyncGenerator<Incoming> {
    const from = after === undefined ? undefined : tableOf(after);
    for (const table of this.#tables.slice(from ? this.#tables.indexOf(from) : 0)) {
      let last = table === from ? after : undefined;
      for (;;) {
        const rows = await asUnreadable(this.place, title, () =>
          readForeign(this.place, (database) => rowsBehind(database, table, last)),
        );
        for (const row of rows) yield this.#itemOf(table, row);
        if (rows.length < most) break;
        last = refOf(table, rows.at(-1) ?? {});
      }
    }
  }

  fields(): readonly FieldAccount[] {
    return this.#accounts;
  }

  async close(): Promise<void> {
    // Nothing stays open between two pages.
  }

  #itemOf(table: ReadTable, row: Row): Incoming {
    if (table === 'memories') return memoryOfScope(row, this.#projects);
    return valueOfRow(row, refOf(table, row), this.#projects, this.#now);
  }
}

function refOf(table: ReadTable, row: Row): string {
  if (table === 'memories') return String(row['id']);
  const project = table === 'project_kv' ? `${String(row['project_id'])}:` : '';
  return `${prefixes[table]}${project}${String(row['key'])}`;
}

const tableOf = (ref: string): ReadTable =>
  order.find((table) => prefixes[table] !== '' && ref.startsWith(prefixes[table])) ?? 'memories';

function rowsBehind(database: Database, table: ReadTable, after: string | undefined): Row[] {
  const key = after?.slice(prefixes[table].length) ?? '';
  if (table === 'memories')
    return after === undefined
      ? database.all(`SELECT * FROM memories ORDER BY id LIMIT ${most}`)
      : database.all(`SELECT * FROM memories WHERE id > ? ORDER BY id LIMIT ${most}`, Number(key));
  if (table === 'session_state')
    return database.all(`SELECT * FROM session_state WHERE key > ? ORDER BY key LIMIT ${most}`, key);
  if (after === undefined)
    return database.all(`SELECT * FROM project_kv ORDER BY project_id, key LIMIT ${most}`);
  // The hash of a commit has no colon in it, and a key may have many.
  const at = key.indexOf(':');
  return database.all(
    `SELECT * FROM project_kv WHERE (project_id, key) > (?, ?) ORDER BY project_id, key LIMIT ${most}`,
    key.slice(0, at),
    key.slice(at + 1),
  );
}
