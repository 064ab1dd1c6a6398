import { copyFileSync, readFileSync, readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import type { SqlValue } from '../../../src/sqlite/preparedStatement.ts';
import type { IncomingMemory } from '../../../src/transfer/incoming.ts';
import { memoryServiceImporter } from '../../../src/transfer/memoryService/memoryServiceImporter.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import {
  type Cell,
  lost,
  makeStore,
  openStore,
  readAll,
  schemaOf,
  unmentioned,
} from '../../../dev/transfer/peerSchema.ts';

let temp: TempDirectory;
let file: string;
beforeEach(async () => {
  temp = await tempDirectory('memory-service');
  file = temp.join('sqlite_vec.db');
});
afterEach(() => temp.dispose());

const schema = schemaOf('mcp-memory-service-12.4.0');
const types = new Map(
  schema.flatMap(({ name, columns }) => columns.map((each) => [`${name}.${each.name}`, each.type])),
);

/** Every column has something that is found again. Times are seconds there, so that milliseconds begin with them. */
const full: Cell = (table, column, row): SqlValue => {
  const mark = `mark_${table}.${column}.${row}`;
  const hash = (each: number): string => `mark_memories.content_hash.${each}`;
  const known: Readonly<Record<string, SqlValue>> = {
    'memories.id': row,
    'memories.tags': row === 1 ? mark : 'proj:mark_project,agent:mark_agent',
    'memories.metadata': JSON.stringify({
      [mark]: mark,
      session_id: `mark_session.${row}`,
      access_count: 41_000 + row,
    }),
    'memories.confidence': 0.5 + row / 16,
    'memories.superseded_by': row === 1 ? hash(2) : null,
    'memories.deleted_at': row === 2 ? 1_700_000_777 : null,
    'memories.version': 7_000 + row,
    'memory_graph.source_hash': hash(row),
    'memory_graph.target_hash': hash(3 - row),
    'memory_graph.similarity': 0.25 + row / 128,
    'memory_graph.connection_types': JSON.stringify([mark]),
    'memory_graph.metadata': JSON.stringify({ [mark]: mark }),
    'beliefs.id': row,
    'beliefs.confidence': 0.75 + row / 128,
    'beliefs.status': row === 1 ? 'disputed' : 'superseded',
    'beliefs.created_at': `2026-01-0${row}T00:00:00+00:00`,
    'beliefs.updated_at': `2026-02-0${row}T00:00:00+00:00`,
    'beliefs.derived_from': JSON.stringify([mark]),
    'beliefs.contradicted_by': JSON.stringify([mark]),
    'beliefs.metadata': JSON.stringify({ [mark]: mark }),
    'metadata.key': row === 1 ? 'schema_version' : mark,
    'metadata.value': row === 1 ? '19' : mark,
  };
  const exact = known[`${table}.${column}`];
  if (exact !== undefined) return exact;
  if (column.endsWith('_iso')) return '2026-01-01T00:00:00Z';
  return /INT|REAL/.test(types.get(`${table}.${column}`) ?? '')
    ? 1_700_000_000 + column.length * 10 + row
    : mark;
};

const memories = async (): Promise<IncomingMemory[]> => {
  const items = await readAll(await openStore(memoryServiceImporter, file));
  return items.filter((item) => item.kind === 'memory');
};

describe('every field of mcp-memory-service', () => {
  it('is accounted for, and what is said to be taken over is there, without the tables of the vectors', async () => {
    await makeStore(file, schema, full);
    expect(schema.filter(({ isVirtual }) => isVirtual).map(({ name }) => name)).toEqual([
      'memory_content_fts',
      'memory_embeddings',
    ]);
    for (const source of [
      { path: file, isFolder: false },
      { path: temp.path, isFolder: true },
    ])
      expect(await memoryServiceImporter.recognises(source)).toBe(true);
    const reader = await openStore(memoryServiceImporter, temp.path, true);
    const items = await readAll(reader);
    expect(reader.form).toContain('version 19');
    expect(items.length).toBe(reader.total);
    expect(unmentioned(schema, reader.fields())).toEqual([]);
    expect(lost(schema, reader.fields(), items, full)).toEqual([]);
    // The twins: a field that nobody mentions, and a value that is nowhere, are found.
    expect(unmentioned(schema, reader.fields().slice(1))).toHaveLength(1);
    expect(lost(schema, reader.fields(), items.slice(2), full)).not.toEqual([]);
    expect(items[0]).toMatchObject({
      ref: 'mark_memories.content_hash.1',
      tags: ['mark_memories.tags.1'],
      session: 'mark_session.1',
      status: 'superseded',
      supersededBy: 'mark_memories.content_hash.2',
      recallCount: 41_001,
    });
    expect(items[1]).toMatchObject({
      project: { name: 'mark_project' },
      source: { kind: 'agent', actor: 'mark_agent' },
      deletedAt: 1_700_000_777_000,
    });
  });

  it('is mentioned, too, where a later version has more', async () => {
    const more = [
      "ALTER TABLE memories ADD COLUMN mood TEXT DEFAULT 'mark_mood'",
      'CREATE TABLE dreams (id INTEGER)',
    ];
    await makeStore(file, schema, full, { more });
    const reader = await openStore(memoryServiceImporter, file);
    expect(await readAll(reader)).toContainEqual(
      expect.objectContaining({ metadata: expect.objectContaining({ mood: 'mark_mood' }) }),
    );
    expect(reader.fields().find(({ place }) => place === 'dreams')?.because).toMatch(/not known here/);
  });

  it('is read twice alike, on from each memory, over many pages, and from a copy as the same store', async () => {
    await makeStore(file, schema, full, { rows: 160 });
    const reader = await openStore(memoryServiceImporter, file);
    const items = await readAll(reader);
    expect(items.length).toBe(320);
    expect(await readAll(reader)).toEqual(items);
    for (const at of [0, 49, 50, 149, 159, 160, 318, 319])
      expect(await readAll(reader, items[at]?.ref)).toEqual(items.slice(at + 1));
    expect(await readAll(reader, 'purged since')).toEqual(items);
    copyFileSync(file, temp.join('copy.db'));
    expect((await openStore(memoryServiceImporter, temp.join('copy.db'))).place).toBe(reader.place);
  });
});

describe('a store of mcp-memory-service', () => {
  const row =
    (values: Readonly<Record<string, SqlValue>>): Cell =>
    (table, column, number) =>
      table === 'memories'
        ? (values[column] ??
          (column === 'content_hash' ? `hash${number}` : column === 'content' ? 'Text' : null))
        : null;

  it.each([
    [{ tags: 'a, b ,,c' }, { tags: ['a', 'b', 'c'] }],
    [{ tags: '["x","y"]' }, { tags: ['x', 'y'] }],
    [{ tags: 'untagged' }, { tags: [] }],
    [{ memory_type: 'architecture' }, { category: 'decision', metadata: { memory_type: 'architecture' } }],
    [{ memory_type: 'Anti-Pattern' }, { category: 'directive' }],
    [{ created_at_iso: '2024-05-06T07:08:09.5Z' }, { createdAt: Date.parse('2024-05-06T07:08:09.5Z') }],
    [
      { created_at: 1_700_000_000.25, created_at_iso: '2001-01-01T00:00:00' },
      { createdAt: 1_700_000_000_250 },
    ],
    [{ metadata: '{not json' }, { metadata: { metadata: '{not json' } }],
    [{ metadata: '{"source_type":"web","access_count":3}' }, { trust: 'external', recallCount: 3 }],
  ] as const)('says with %o', async (values, expected) => {
    await makeStore(file, schema, row(values), { rows: 1 });
    expect((await memories())[0]).toMatchObject(expected);
  });

  it('leaves its counters of sessions with the links that they have, and no text of a person', async () => {
    const note = (at: number, content: string, tags: string): string =>
      `UPDATE memories SET content = '${content}', tags = '${tags}' WHERE content_hash = 'hash${at}'`;
    await makeStore(file, schema, row({}), {
      rows: 3,
      more: [
        note(1, '__session_counter_agent-7', 'session-counter,internal'),
        note(2, '__session_counter_agent-7 counts sessions', 'docs'),
        note(3, 'Sessions are counted', 'session-counter,internal'),
        'DELETE FROM memory_graph',
      ],
    });
    const items = await readAll(await openStore(memoryServiceImporter, file));
    expect(items.filter(({ ref }) => ref.startsWith('hash'))).toMatchObject([
      { kind: 'left', ref: 'hash1', reason: 'notes of the system about its own state' },
      { kind: 'memory', ref: 'hash2' },
      { kind: 'memory', ref: 'hash3' },
    ]);
  });

  it('has each connection once, from the side that it is said of', async () => {
    const edge = (source: string, target: string, type: string | null): string =>
      `INSERT INTO memory_graph VALUES ('hash${source}', 'hash${target}', 0.5, '[]', '{}', 1, ${type === null ? 'NULL' : `'${type}'`})`;
    await makeStore(file, schema, row({}), {
      rows: 3,
      more: [
        'DELETE FROM memory_graph',
        edge('1', '2', 'related'),
        edge('2', '1', 'related'),
        edge('1', '3', 'fixes'),
        edge('3', '2', 'contradicts'),
        edge('2', '3', 'derived_from'),
        edge('3', '1', null),
      ],
    });
    expect(
      (await memories()).map(({ links }) => links?.map(({ kind, to, reason }) => [kind, to, reason])),
    ).toEqual([
      [
        ['related', 'hash2', undefined],
        ['related', 'hash3', 'fixes'],
      ],
      [],
      [
        ['derived_from', 'hash2', undefined],
        ['related', 'hash1', undefined],
        ['contradicts', 'hash2', undefined],
      ],
    ]);
  });

  it('is read as its first versions wrote it', async () => {
    const database = await openDatabase(file);
    database.exec(
      `CREATE TABLE memories (id INTEGER PRIMARY KEY AUTOINCREMENT, content_hash TEXT UNIQUE NOT NULL, content TEXT NOT NULL, tags TEXT,
         memory_type TEXT, metadata TEXT, created_at REAL, updated_at REAL, created_at_iso TEXT, updated_at_iso TEXT)`,
      "INSERT INTO memories (content_hash, content, tags, memory_type) VALUES ('h', 'Old', 'a,b', 'note')",
    );
    database.close();
    expect(await memories()).toMatchObject([{ ref: 'h', content: 'Old', tags: ['a', 'b'] }]);
    expect((await openStore(memoryServiceImporter, file)).form).toContain('early version');
  });

  it('is not changed by being read, and has what its log has', async () => {
    await makeStore(file, schema, row({}), { rows: 1 });
    const writer = await openDatabase(file);
    writer.exec(
      'PRAGMA locking_mode = EXCLUSIVE',
      'PRAGMA journal_mode = WAL',
      'PRAGMA wal_autocheckpoint = 0',
    );
    writer.run("INSERT INTO memories (id, content_hash, content) VALUES (9, 'logged', 'In the log')");
    const copy = await temp.makeDirectory('copy');
    for (const name of ['sqlite_vec.db', 'sqlite_vec.db-wal'])
      copyFileSync(temp.join(name), `${copy}/${name}`);
    writer.close();
    const before = readdirSync(copy).map((name) => [name, readFileSync(`${copy}/${name}`)]);
    const items = await readAll(await openStore(memoryServiceImporter, copy, true));
    expect(items.map(({ ref }) => ref)).toEqual(['hash1', 'logged', 'null']);
    expect(readdirSync(copy).map((name) => [name, readFileSync(`${copy}/${name}`)])).toEqual(before);
  });

  it('is refused with what to do where it is damaged or none', async () => {
    await makeStore(file, schema, full, { rows: 30 });
    const bytes = readFileSync(file);
    bytes.fill(0x5a, 4096);
    const damaged = await temp.write('damaged.db', bytes);
    for (const [place, message] of [
      [damaged, '.recover'],
      [await temp.write('text.db', 'text'), 'no database'],
    ] as const)
      await expect(openStore(memoryServiceImporter, place)).rejects.toMatchObject({
        code: 'invalid_input',
        message: expect.stringContaining(message),
      });
  });
});
