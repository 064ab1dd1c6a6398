import { mkdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OperationsBench } from '../../../dev/operations/operationsBench.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { layEmptyStore } from '../../../dev/store/layEmptyStore.ts';
import type { InputOf } from '../../../src/protocol/operation.ts';
import { exportMemoriesOperation } from '../../../src/protocol/operations/transfer/exportMemories.ts';
import { importMemoriesOperation } from '../../../src/protocol/operations/transfer/importMemories.ts';
import type { ImportResult } from '../../../src/protocol/transferResults.ts';
import type { Database } from '../../../src/sqlite/database.ts';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import { reversedTail } from '../../../src/store/sqlite/repositories/memoryRow.ts';
import { transferSections } from '../../../src/store/sqlite/repositories/transferSections.ts';

/** Tables that no export holds, each with the reason. A table that is neither here nor exported fails. */
const notExported: Readonly<Record<string, string>> = {
  memory_entities: 'made of the entities of memories',
  memory_tags: 'made of their tags',
  memory_links: 'made of their links',
  terms: 'made of their words',
  vector_spaces: 'made of the model',
  memory_vectors: 'made by the model',
  vector_pending: 'what the model has still to do',
  vector_chunks: 'made of vectors',
  vector_changes: 'made of vectors',
  vector_groups: 'made of memories',
  passage_vectors: 'made by the model',
  passage_changes: 'made of vectors',
  turn_vectors: 'made by the model',
  turn_passages: 'made of vectors',
  turn_pending: 'what the model has still to do',
  turn_changes: 'made of vectors',
  idempotency: 'replies to calls of the last days',
  jobs: 'work of this server',
  capture_cursors: 'places in folders of this machine',
  feeds: 'places in files of this machine',
  meta: 'this very database',
};
/** Columns that are made anew from the others of their row. */
const madeAnew: Readonly<Record<string, readonly string[]>> = {
  memories: ['seq', 'tail', 'content_key', 'identifiers', 'folded'],
  history: ['tail', 'group_tail'],
  turns: ['seq', 'memory', 'identifiers', 'folded'],
};
/** Nested in memories, column by column in `exportedMemory`. */
const nested = new Set(['memories', 'history', 'origins', 'turns']);

const uuid = (at: number): string => `019a0000-0000-7000-8000-${at.toString(16).padStart(12, '0')}`;

interface Column {
  readonly name: string;
  readonly type: string;
  readonly isDerived: boolean;
}

function tablesOf(database: Database): Map<string, Column[]> {
  const tables = database
    .all(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%'
       AND name NOT LIKE '%\\_search\\_%' ESCAPE '\\'`,
    )
    .map(({ name }) => String(name));
  return new Map(
    tables.map((table) => [
      table,
      database.all(`PRAGMA table_info(${table})`).map(({ name, type }) => ({
        name: String(name),
        type: String(type),
        isDerived: (madeAnew[table] ?? []).includes(String(name)),
      })),
    ]),
  );
}

/** Values with a meaning, by column; every other column gets one that only it has. */
const particular: Readonly<Record<string, unknown>> = {
  'memories.category': 'procedure',
  'memories.scope': 'session',
  // What is in quarantine waits.
  'memories.status': 'candidate',
  'memories.source_kind': 'commit',
  'memories.trust': 'agent',
  'memories.confidence': 0.625,
  'memories.pinned': 1,
  'memories.entities': '["!12","ADR-4"]',
  'memories.tags': '["one","two"]',
  'memories.anchors': '[{"path":"src/a.ts","startLine":1,"endLine":2,"contentHash":"ab12","commit":"cd34"}]',
  'memories.metadata': '{"other":{"deep":[1,null,"x"]},"id":7}',
  'memories.evidence':
    '[{"kind":"adr","says":"stated","ref":"0a1b2c3","place":"docs/1.md","excerpt":"e","at":5,"fingerprint":"f","files":["x"],"filesChanged":2,"redacted":["password"],"unseen":true}]',
  'memories.quarantine': '{"reasons":["changes the role"],"excerpt":"e","later":"archived"}',
  'memories.recurrence': 'weekly',
  'memories.revision': 3,
  'history.action': 'edit',
  'history.actor_kind': 'editor',
  'history.revision': 2,
  'sessions.state': 'ended',
  'projects.mode': 'paused',
  'project_moves.kind': 'merge',
  'project_moves.actor_kind': 'cli',
  'key_values.namespace': 'values:gitlab.com/group/one',
  'entities.kind': 'issue',
  'entities.outcome': 'found',
  'turns.speaker': 'assistant',
};
const ids: Readonly<Record<string, number>> = {
  'memories.id': 1,
  'memories.superseded_by': 2,
  'history.id': 11,
  'history.group_id': 12,
  'history.undone_by': 13,
  'history.memory_id': 1,
  'origins.memory': 1,
  'project_moves.id': 21,
};

/** A row in which no column has what it would have by itself. */
function rowOf(table: string, columns: readonly Column[]): Map<string, unknown> {
  return new Map(
    columns
      .filter(({ isDerived }) => !isDerived)
      .map(({ name, type }, at) => {
        const key = `${table}.${name}`;
        if (key in particular) return [name, particular[key]];
        if (key in ids) return [name, uuid(ids[key] ?? 0)];
        if (type === 'TEXT' && /json|labels|done|open_items|held|moved|metadata|value/.test(name))
          return [
            name,
            /metadata|moved/.test(name) ? `{"${name}":[1]}` : name === 'value' ? '{"v":1}' : `["${name}"]`,
          ];
        return [name, type === 'TEXT' ? `${name} of ${table}` : 1_700_000_000_000 + at];
      }),
  );
}

let temp: TempDirectory;
let schema: Map<string, Column[]>;

beforeAll(async () => {
  temp = await tempDirectory('round-trip');
});
afterAll(() => temp.dispose());

/** A store that uses everything: two memories that lead to each other, and one row in every other table. */
async function fill(home: string): Promise<void> {
  await layEmptyStore(home);
  const database = await openDatabase(path.join(home, 'memory.db'));
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  schema = tablesOf(database);
  const insert = (table: string, row: ReadonlyMap<string, unknown>) =>
    database.run(
      `INSERT INTO ${table} (${[...row.keys()].join(', ')}) VALUES (${[...row].map(() => '?').join(', ')})`,
      ...([...row.values()] as string[]),
    );
  const memories = rowOf('memories', schema.get('memories') ?? []);
  const links = `[{"kind":"contradicts","to":"${uuid(2)}","strength":0.5,"reason":"so","at":9}]`;
  const made = { tail: '1', content_key: 'a', identifiers: '' };
  insert(
    'memories',
    new Map<string, unknown>([...memories, ['links', links], ...Object.entries(made), ['seq', 1]]),
  );
  insert(
    'memories',
    new Map<string, unknown>([
      ...memories,
      ['id', uuid(2)],
      ['superseded_by', null],
      ['links', '[]'],
      ...Object.entries({ ...made, tail: '2', content_key: 'b' }),
      ['content', 'another'],
      ['created_at', 1_600_000_000_000],
      ['deleted_at', null],
      ['status', 'active'],
      ['quarantine', null],
      ['seq', 2],
    ]),
  );
  const before = JSON.stringify({ ...JSON.parse(JSON.stringify(await stateOf())) });
  for (const [table, columns] of schema) {
    if (table === 'memories' || table in notExported) continue;
    const row = rowOf(table, columns);
    if (table === 'history')
      for (const [name, value] of Object.entries({ tail: '1', group_tail: '1', before }))
        row.set(name, value);
    if (table === 'turns')
      for (const [name, value] of Object.entries({ seq: 1, memory: 1, identifiers: '' }))
        row.set(name, value);
    if (table === 'project_aliases' || table === 'project_leads') row.set('project', 'id of projects');
    if (table === 'project_moves') row.set('tail', reversedTail(uuid(21)));
    insert(table, row);
    // One that was purged keeps its name.
    if (table === 'origins')
      insert(table, new Map<string, unknown>([...row, ['ref', 'gone'], ['memory', uuid(99)]]));
  }
  database.close();
}

async function stateOf(): Promise<unknown> {
  const { makeMemory } = await import('../../../dev/memory/makeMemory.ts');
  return makeMemory({
    id: uuid(1),
    content: 'what it said',
    project: 'p',
    links: [{ kind: 'related', to: uuid(2) }],
  });
}

const exported = async (
  bench: OperationsBench,
  output: string,
  more: Partial<InputOf<typeof exportMemoriesOperation>> = {},
) => {
  const input = { output, history: true, include_deleted: true, ...more };
  const job = await bench.ended(await bench.call(exportMemoriesOperation, input));
  expect([job.state, job.error]).toEqual(['done', null]);
  return readFileSync(output, 'utf8');
};
const imported = async (bench: OperationsBench, file: string): Promise<ImportResult> => {
  const job = await bench.ended(await bench.call(importMemoriesOperation, { path: file }));
  expect([job.state, job.error]).toEqual(['done', null]);
  return job.result as ImportResult;
};

describe('a store that uses everything', () => {
  it('is exported, imported and exported again to the same bytes, and all of its columns are the same', async () => {
    const folder = realpathSync(temp.join('.'));
    const first = path.join(folder, 'first.json');
    const second = path.join(folder, 'second.json');
    const one = await OperationsBench.open(undefined, fill);
    const before = await exported(one, first);
    const rows = await rowsOf(one);
    await one.close();

    const two = await OperationsBench.open();
    const { report } = await imported(two, first);
    expect([report.left, report.redacted, report.fates]).toEqual([{}, {}, { added: 2 }]);
    expect(await exported(two, second)).toBe(before);
    expect(await rowsOf(two)).toEqual(rows);

    // A second import adds nothing.
    const again = await imported(two, first);
    expect([again.report.fates, again.report.left]).toEqual([{ known: 2 }, {}]);
    expect(Object.values(again.report.rows).map(({ written }) => written)).toEqual(
      Object.values(again.report.rows).map(() => 0),
    );
    expect(await exported(two, path.join(folder, 'third.json'))).toBe(before);

    // As Markdown, the memories are the same too.
    const notes = path.join(folder, 'notes.md');
    await exported(two, notes);
    await two.close();
    const three = await OperationsBench.open();
    expect((await imported(three, notes)).report.fates).toEqual({ added: 2 });
    const memoriesOf = (text: string): unknown => (JSON.parse(text) as { memories: unknown }).memories;
    expect(memoriesOf(await exported(three, path.join(folder, 'fourth.json')))).toEqual(memoriesOf(before));
    await three.close();
  });

  it('has no table and no column that is neither exported nor left out for a reason', async () => {
    const home = temp.join('schema');
    mkdirSync(home, { recursive: true });
    await fill(home);
    const unsaid: string[] = [];
    for (const [table, columns] of schema) {
      if (table in notExported || nested.has(table)) continue;
      const section = Object.values(transferSections).find((each) => each.table === table);
      const known = new Set([...Object.keys(section?.columns ?? {}), ...Object.keys(section?.made ?? {})]);
      unsaid.push(...columns.filter(({ name }) => !known.has(name)).map(({ name }) => `${table}.${name}`));
    }
    expect(unsaid).toEqual([]);
    expect(schema.size).toBeGreaterThan(Object.keys(notExported).length + 8);
  });
});

/** What is of the import, and so of one of the two stores alone. */
const ofThisStore: Readonly<Record<string, string>> = {
  history: "WHERE action <> 'import'",
  key_values: "WHERE namespace NOT GLOB 'import*'",
};

/** All columns of all tables that are exported, but for what is made anew. */
async function rowsOf(bench: OperationsBench): Promise<Record<string, unknown[]>> {
  const reader = await openDatabase(await copyOf(bench));
  reader.exec('PRAGMA locking_mode = EXCLUSIVE');
  const all: Record<string, unknown[]> = {};
  for (const [table, columns] of schema) {
    if (table in notExported) continue;
    const names = columns.filter(({ isDerived }) => !isDerived).map(({ name }) => name);
    const where = ofThisStore[table] ?? '';
    all[table] = reader
      .all(`SELECT ${names.join(', ')} FROM ${table} ${where} ORDER BY ${names.join(', ')}`)
      // Fields of a state may be in another order.
      .map((row) => ('before' in row ? { ...row, before: JSON.parse(String(row['before'])) } : row));
  }
  reader.close();
  for (const [table, rows] of Object.entries(all)) expect([table, rows.length > 0]).toEqual([table, true]);
  return all;
}

let copies = 0;
async function copyOf(bench: OperationsBench): Promise<string> {
  const file = temp.join(`copy-${(copies += 1)}.db`);
  await bench.store.backup(file);
  return file;
}
