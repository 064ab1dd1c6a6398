import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SqlValue } from '../../../src/sqlite/preparedStatement.ts';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import type { Incoming, IncomingMemory } from '../../../src/transfer/incoming.ts';
import { openCodeMemoryImporter } from '../../../src/transfer/openCodeMemory/openCodeMemoryImporter.ts';
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
  temp = await tempDirectory('peer');
  file = temp.join('memory.db');
});
afterEach(() => temp.dispose());

const versions = ['opencode-semantic-memory-0.3.1', 'opencode-semantic-memory-0.68.0'] as const;

/** A number or a time of its own for each cell. */
function markOf(table: string, column: string, row: number): number {
  let sum = 7;
  for (const letter of `${table}.${column}`) sum = (sum * 31 + letter.charCodeAt(0)) % 400_000;
  return 500_000 + sum * 2 + row;
}

const timeOf = (table: string, column: string, row: number): string =>
  new Date(Date.UTC(2026, 0, 1) + markOf(table, column, row) * 1000).toISOString();

/** Columns with lists and objects. */
const json = /^(?:metadata|open_items|claimed_items|binding_refs|boot_context_ids|source_payload|entities)$/;

/** Every column has something that is found again. */
const full: Cell = (table, column, row): SqlValue => {
  const mark = `mark_${table}.${column}.${row}`;
  const id = table === 'archived_memories' ? 100 + row : row;
  const known: Readonly<Record<string, SqlValue>> = {
    id: table === 'sessions' ? mark : id,
    'memories.category': row === 1 ? 'procedure' : 'blocker',
    'archived_memories.category': 'goal',
    'memories.project': 'group/project',
    'archived_memories.source_line': 77,
    'entities.ref': row === 1 ? '!41' : 'concept:mark',
    'entities.last_enriched_at': row === 1 ? '' : timeOf(table, column, row),
    'entities.type': row === 1 ? 'mr' : 'odd_type',
    'entities.project': 'group/project',
    'entities.metadata': JSON.stringify({ state: 'mark_state', [mark]: mark, labels: ['mark_label'] }),
    'entity_memories.entity_id': row,
    'entity_memories.memory_id': row,
    'memory_links.source_memory_id': row,
    'memory_links.target_memory_id': 100 + row,
    'memory_links.link_type': 'extends',
    'memory_links.strength': 0.25,
    'memories.recurrence': 'monthly:15',
    'memories.queue_item_id': row,
    'memories.pinned': 1,
    'memories.provisional': 1,
    'memories.reinforcement': 1.75,
    'memories.visibility': 'group',
    'memories.review_interval_days': 45,
    'project_paths.project': 'group/project',
    'project_paths.local_path': '/srv/mark_project_paths',
    'workspaces.name': 'workspace',
    'workspaces.root_path': '/srv/mark_workspace',
    'queue_items.project': 'workspace',
    'objectives.project': 'group/project',
    'efforts.project': 'group/project',
    'archived_queue_items.project': 'group/project',
    'base_facts.confidence': 0.875,
    'base_facts.source_episode_id': row,
    'base_facts.contradicts_fact_id': row,
    'queue_item_blockers.queue_item_id': row,
    'objective_attempts.objective_id': row,
    'objective_decision_log.objective_id': row,
    'sessions.project': 'group/project',
    'span_turns.project': 'group/project',
    'remote_provenance.memory_id': row,
  };
  const exact = known[`${table}.${column}`] ?? (column === 'id' ? known['id'] : undefined);
  if (exact !== undefined) return exact;
  if (/(?:_at|_heartbeat|due_date|_from|_to)$/.test(column)) return timeOf(table, column, row);
  if (json.test(column)) return column === 'metadata' ? `{"${mark}":"${mark}"}` : `["${mark}"]`;
  return typed(table, column, row, mark);
};

const schemas = new Map(versions.map((name) => [name, schemaOf(name)]));
const types = new Map(
  [...schemas.values()]
    .flat()
    .flatMap(({ name, columns }) => columns.map((each) => [`${name}.${each.name}`, each.type] as const)),
);
const typed = (table: string, column: string, row: number, mark: string): SqlValue =>
  /INT|REAL|BOOL/.test(types.get(`${table}.${column}`) ?? '') ? markOf(table, column, row) : mark;

const memoriesIn = (items: readonly Incoming[]): IncomingMemory[] =>
  items.filter((item) => item.kind === 'memory');

describe.each(versions)('every field of %s', (version) => {
  const schema = schemas.get(version) ?? [];

  it('is accounted for, and what is said to be taken over is there', async () => {
    await makeStore(file, schema, full);
    expect(await openCodeMemoryImporter.recognises({ path: file, isFolder: false })).toBe(true);
    expect(await openCodeMemoryImporter.recognises({ path: temp.path, isFolder: true })).toBe(true);
    const reader = await openStore(openCodeMemoryImporter, file);
    const items = await readAll(reader);
    const accounts = reader.fields();
    expect(schema.flatMap(({ columns }) => columns).length).toBeGreaterThan(100);
    expect(unmentioned(schema, accounts)).toEqual([]);
    expect(lost(schema, accounts, items, full)).toEqual([]);
    expect(accounts.filter(({ became, count }) => became !== undefined && count === 0)).toEqual([]);
    expect(items.length).toBe(reader.total);
    expect(new Set(items.map(({ ref }) => ref)).size).toBe(items.length);
    // The twins: a field that nobody mentions, and a value that is nowhere, are found.
    expect(unmentioned(schema, accounts.slice(1))).toHaveLength(1);
    expect(
      lost(
        schema,
        accounts,
        items.filter(({ kind }) => kind !== 'memory'),
        full,
      ),
    ).not.toEqual([]);
  });

  it('goes on behind each item as if it had not been stopped', async () => {
    await makeStore(file, schema, full, { rows: 3 });
    const reader = await openStore(openCodeMemoryImporter, file);
    const items = await readAll(reader);
    for (const [at, { ref }] of items.entries())
      expect(await readAll(reader, ref)).toEqual(items.slice(at + 1));
  });

  it('is mentioned, too, where a later version has more', async () => {
    const more = [
      "ALTER TABLE memories ADD COLUMN novelty TEXT DEFAULT 'mark_novelty'",
      'CREATE TABLE dreams (id INTEGER, text TEXT)',
    ];
    await makeStore(file, schema, full, { more });
    const reader = await openStore(openCodeMemoryImporter, file);
    expect(memoriesIn(await readAll(reader))[0]?.metadata?.['novelty']).toBe('mark_novelty');
    expect(reader.fields()).toContainEqual({
      place: 'memories',
      field: 'novelty',
      became: 'metadata.novelty',
      count: 2,
    });
    expect(reader.fields().find(({ place }) => place === 'dreams')?.because).toMatch(/not known here/);
  });
});

describe('a store of opencode-semantic-memory', () => {
  const schema = schemas.get('opencode-semantic-memory-0.68.0') ?? [];

  it('is read where nothing of it may be changed, and is as it was', async () => {
    await makeStore(file, schema, full);
    const before = readFileSync(file);
    const reader = await openStore(openCodeMemoryImporter, temp.path, true);
    expect((await readAll(reader)).length).toBe(reader.total);
    await reader.close();
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(temp.path)).toEqual(['memory.db']);
  });

  it('is read with what its log has', async () => {
    await makeStore(file, schema, () => null, { rows: 0 });
    const writer = await openDatabase(file);
    writer.exec(
      'PRAGMA locking_mode = EXCLUSIVE',
      'PRAGMA journal_mode = WAL',
      'PRAGMA wal_autocheckpoint = 0',
    );
    writer.run(
      "INSERT INTO memories (id, category, content, created_at) VALUES (1, 'fact', 'In the log', '2026-01-01')",
    );
    const copy = path.join(await temp.makeDirectory('copy'), 'memory.db');
    copyFileSync(file, copy);
    const without = await readAll(await openStore(openCodeMemoryImporter, copy));
    expect(existsSync(`${file}-wal`)).toBe(true);
    copyFileSync(`${file}-wal`, `${copy}-wal`);
    const withLog = await readAll(await openStore(openCodeMemoryImporter, copy));
    writer.close();
    expect(memoriesIn(without)).toEqual([]);
    expect(memoriesIn(withLog).map(({ content }) => content)).toEqual(['In the log']);
  });

  it('is refused with what to do where it is damaged, none, or cut off', async () => {
    await makeStore(file, schema, full, { rows: 30 });
    const bytes = readFileSync(file);
    const damaged = temp.join('damaged.db');
    writeFileSync(damaged, Buffer.concat([bytes.subarray(0, 4096), Buffer.alloc(bytes.length - 4096, 0x5a)]));
    await expect(openStore(openCodeMemoryImporter, damaged)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('.recover'),
    });
    const other = temp.join('other.db');
    const database = await openDatabase(other);
    database.exec('CREATE TABLE memories (id INTEGER, content TEXT)');
    database.close();
    expect(await openCodeMemoryImporter.recognises({ path: other, isFolder: false })).toBe(false);
    await expect(openStore(openCodeMemoryImporter, other)).rejects.toThrow(/other tables/);
    const cut = await temp.write(
      'cut.json',
      '{ "version": "1.0", "exported_at": "x", "filters": {}, "memories": [',
    );
    expect(await openCodeMemoryImporter.recognises({ path: cut, isFolder: false })).toBe(true);
    await expect(openStore(openCodeMemoryImporter, cut)).rejects.toThrow(/cut off/);
  });
});
