import { copyFileSync, readFileSync, readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import type { SqlValue } from '../../../src/sqlite/preparedStatement.ts';
import { claudeMemImporter } from '../../../src/transfer/claudeMem/claudeMemImporter.ts';
import type { IncomingMemory } from '../../../src/transfer/incoming.ts';
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
  temp = await tempDirectory('claude-mem');
  file = temp.join('claude-mem.db');
});
afterEach(() => temp.dispose());

const schema = schemaOf('claude-mem-13.25.3');
const types = new Map(
  schema.flatMap(({ name, columns }) => columns.map((each) => [`${name}.${each.name}`, each.type])),
);

/** Every column has something that is found again. */
const full: Cell = (table, column, row): SqlValue | undefined => {
  const mark = `mark_${table}.${column}.${row}`;
  const session = `mark_memory_session.${row}`;
  const known: Readonly<Record<string, SqlValue>> = {
    'memory_items.kind': row === 1 ? 'manual' : 'summary',
    'memory_items.id': mark,
    'memory_items.project_id': row === 1 ? 'mark_projects.id.1' : mark,
    'memory_items.server_session_id': row === 1 ? 'mark_server_sessions.id.1' : mark,
    'memory_sources.memory_item_id': 'mark_memory_items.id.1',
    'projects.root_path': `/srv/${mark}`,
    'projects.id': mark,
    'server_sessions.id': mark,
    'schema_versions.version': 50 + row,
  };
  const exact = known[`${table}.${column}`];
  if (exact !== undefined) return exact;
  if (column === 'legacy_id' || column === 'legacy_observation_id') return undefined;
  if (column === 'memory_session_id') return session;
  if (column === 'merged_into_project') return row === 1 ? mark : undefined;
  if (/^(?:facts|concepts|files_read|files_modified|files_edited)$/.test(column))
    return JSON.stringify([mark]);
  if (column === 'metadata') return JSON.stringify({ [mark]: mark });
  if (column === 'id') return row;
  if (column.endsWith('_epoch')) return 1_700_000_000_000 + column.length * 10 + row;
  return /INT/.test(types.get(`${table}.${column}`) ?? '') ? 30_000 + column.length * 10 + row : mark;
};

const memories = async (): Promise<IncomingMemory[]> => {
  const items = await readAll(await openStore(claudeMemImporter, file));
  return items.filter((item) => item.kind === 'memory');
};

describe('every field of claude-mem', () => {
  it('is accounted for, and what is said to be taken over is there', async () => {
    await makeStore(file, schema, full);
    for (const source of [
      { path: file, isFolder: false },
      { path: temp.path, isFolder: true },
    ])
      expect(await claudeMemImporter.recognises(source)).toBe(true);
    const reader = await openStore(claudeMemImporter, temp.path, true);
    const items = await readAll(reader);
    expect(reader.form).toContain('version 52');
    expect(items.length).toBe(reader.total);
    expect(unmentioned(schema, reader.fields())).toEqual([]);
    expect(lost(schema, reader.fields(), items, full)).toEqual([]);
    // The twins: a field that nobody mentions, and a value that is nowhere, are found.
    expect(unmentioned(schema, reader.fields().slice(1))).toHaveLength(1);
    expect(lost(schema, reader.fields(), items.slice(4), full)).not.toEqual([]);
  });

  it('is mentioned, too, where a later version has more', async () => {
    const more = [
      "ALTER TABLE observations ADD COLUMN mood TEXT DEFAULT 'mark_mood'",
      'CREATE TABLE dreams (id INTEGER)',
    ];
    await makeStore(file, schema, full, { more });
    const reader = await openStore(claudeMemImporter, file);
    expect(await readAll(reader)).toContainEqual(
      expect.objectContaining({ metadata: expect.objectContaining({ mood: 'mark_mood' }) }),
    );
    expect(reader.fields().find(({ place }) => place === 'dreams')?.because).toMatch(/not known here/);
  });

  it('holds no prompt, no key and no answer of a tool', async () => {
    await makeStore(file, schema, full);
    const reader = await openStore(claudeMemImporter, file);
    const items = await readAll(reader);
    const text = JSON.stringify(items);
    for (const table of [
      'user_prompts',
      'tool_uses',
      'api_keys',
      'agent_events',
      'pending_messages',
      'sync_outbox',
    ])
      expect(text).not.toContain(`mark_${table}`);
    expect(text).toContain('mark_observations');
    expect(items.filter(({ kind }) => kind === 'left').map(({ ref }) => ref)).toEqual(['P1', 'P2']);
  });

  it('is read twice alike, on from each item, and from a copy as the same store', async () => {
    await makeStore(file, schema, full, { rows: 60 });
    const reader = await openStore(claudeMemImporter, file);
    const items = await readAll(reader);
    expect(items.length).toBe(240);
    expect(new Set(items.map(({ ref }) => ref)).size).toBe(240);
    expect(await readAll(reader)).toEqual(items);
    for (const at of [0, 49, 59, 60, 119, 179, 180, 238, 239])
      expect(await readAll(reader, items[at]?.ref)).toEqual(items.slice(at + 1));
    expect(await readAll(reader, 'gone since')).toEqual(items);
    copyFileSync(file, temp.join('copy.db'));
    expect((await openStore(claudeMemImporter, temp.join('copy.db'))).place).toBe(reader.place);
  });
});

describe('a store of claude-mem', () => {
  const exec = async (...statements: string[]): Promise<void> => {
    const database = await openDatabase(file);
    database.exec(...statements);
    database.close();
  };

  it('becomes observations with their texts, and summaries with their parts', async () => {
    const rows: Cell = (table, column) =>
      table === 'sdk_sessions'
        ? { memory_session_id: 'm', content_session_id: 'c', platform_source: 'codex', project: 'bridge' }[
            column
          ]
        : {
            memory_session_id: 'm',
            project: 'bridge',
            type: 'bugfix',
            title: 'Dates are kept',
            subtitle: 'Import',
            facts: '["One","Two"]',
            narrative: 'They were lost.',
            concepts: '["gotcha"]',
            created_at_epoch: 1_700_000_000_000,
            request: 'Keep dates',
            learned: 'They matter',
            next_steps: ' Test \n',
          }[column];
    await makeStore(
      file,
      schema.filter(({ name }) => /observations$|summaries$|sdk_sessions/.test(name)),
      rows,
      { rows: 1 },
    );
    expect(await memories()).toEqual([
      {
        kind: 'memory',
        ref: '1',
        otherRefs: ['#1'],
        scope: 'project',
        project: { name: 'bridge' },
        session: 'c',
        source: { kind: 'agent', actor: 'codex' },
        createdAt: 1_700_000_000_000,
        category: 'event',
        title: 'Dates are kept',
        content: 'Import\n\nThey were lost.\n\n- One\n- Two',
        tags: ['gotcha'],
        metadata: { type: 'bugfix', memory_session_id: 'm' },
      },
      expect.objectContaining({
        ref: 'S1',
        otherRefs: ['#S1'],
        category: 'event',
        title: 'Keep dates',
        content: 'Request: Keep dates\n\nLearned: They matter\n\nNext steps: Test',
      }),
    ]);
  });

  it('is read as the versions 4 to 12 wrote it, with other names of sessions', async () => {
    await exec(
      'CREATE TABLE sdk_sessions (id INTEGER PRIMARY KEY, claude_session_id TEXT, sdk_session_id TEXT, project TEXT, started_at_epoch INTEGER)',
      'CREATE TABLE observations (id INTEGER PRIMARY KEY, sdk_session_id TEXT, project TEXT, text TEXT, type TEXT, created_at TEXT, created_at_epoch INTEGER)',
      "INSERT INTO sdk_sessions VALUES (1, 'claude-1', 'sdk-1', 'bridge', 1)",
      "INSERT INTO observations VALUES (7, 'sdk-1', 'bridge', 'Old text', 'decision', '2025-10-01T00:00:00Z', NULL)",
    );
    expect(await claudeMemImporter.recognises({ path: file, isFolder: false })).toBe(true);
    expect(await memories()).toMatchObject([
      {
        ref: '7',
        category: 'decision',
        content: 'Old text',
        session: 'claude-1',
        createdAt: Date.parse('2025-10-01T00:00:00Z'),
      },
    ]);
  });

  it('is read as its first versions wrote it, which had no observations', async () => {
    await exec(
      `CREATE TABLE memories (id INTEGER PRIMARY KEY, session_id TEXT, text TEXT, document_id TEXT, keywords TEXT, created_at TEXT,
         created_at_epoch INTEGER, project TEXT, archive_basename TEXT, origin TEXT, title TEXT, subtitle TEXT, facts TEXT,
         concepts TEXT, files_touched TEXT)`,
      'CREATE TABLE overviews (id INTEGER PRIMARY KEY, session_id TEXT, content TEXT, created_at_epoch INTEGER, project TEXT, origin TEXT)',
      `INSERT INTO memories VALUES (1, 's', 'A memory', 'd', 'a,b', NULL, 1700000000000, 'bridge', 'base', 'transcript', 'T', 'U',
         '["F"]', '["C"]', '["f.ts"]')`,
      "INSERT INTO overviews VALUES (1, 's', 'An overview', 1700000000000, 'bridge', 'claude')",
    );
    expect(await memories()).toMatchObject([
      {
        ref: 'M1',
        title: 'T',
        content: 'U\n\nA memory\n\n- F',
        tags: ['C', 'a', 'b'],
        session: 's',
        metadata: {
          document_id: 'd',
          archive_basename: 'base',
          origin: 'transcript',
          files_touched: ['f.ts'],
        },
      },
      { ref: 'O1', category: 'event', content: 'An overview', metadata: { origin: 'claude' } },
    ]);
  });

  it('leaves copies in the tables of its server, and takes what is in no other table', async () => {
    const rows: Cell = (table, column, row) =>
      table === 'memory_items'
        ? {
            id: `i${row}`,
            kind: row === 3 ? 'prompt' : 'manual',
            type: 'note',
            text: 'Text',
            legacy_observation_id: row === 1 ? 9 : null,
          }[column]
        : table === 'memory_sources' && row === 1
          ? { memory_item_id: 'i4', legacy_table: 'session_summaries', legacy_id: 3 }[column]
          : null;
    const tables = schema.filter(({ name }) => /^memory_|observations$/.test(name));
    await makeStore(file, tables, rows, { rows: 4, more: ['DELETE FROM observations'] });
    const items = await readAll(await openStore(claudeMemImporter, file));
    expect(items.map(({ kind, ref }) => [kind, ref])).toEqual([
      ['left', 'i1'],
      ['memory', 'i2'],
      ['left', 'i3'],
      ['left', 'i4'],
    ]);
  });

  it('is not changed by being read, and has what its log has', async () => {
    await makeStore(file, schema, full, { rows: 1 });
    const writer = await openDatabase(file);
    writer.exec(
      'PRAGMA locking_mode = EXCLUSIVE',
      'PRAGMA journal_mode = WAL',
      'PRAGMA wal_autocheckpoint = 0',
    );
    writer.run(
      "INSERT INTO observations (id, memory_session_id, project, type, text) VALUES (2, 'm', 'p', 'discovery', 'In the log')",
    );
    const copy = await temp.makeDirectory('copy');
    for (const name of ['claude-mem.db', 'claude-mem.db-wal'])
      copyFileSync(temp.join(name), `${copy}/${name}`);
    writer.close();
    const before = readdirSync(copy).map((name) => [name, readFileSync(`${copy}/${name}`)]);
    const items = await readAll(await openStore(claudeMemImporter, copy, true));
    expect(items.map(({ ref }) => ref).slice(0, 2)).toEqual(['1', '2']);
    expect(readdirSync(copy).map((name) => [name, readFileSync(`${copy}/${name}`)])).toEqual(before);
  });

  it('is refused with what to do where it is another one', async () => {
    await exec('CREATE TABLE observations (id INTEGER, text TEXT)');
    expect(await claudeMemImporter.recognises({ path: file, isFolder: false })).toBe(false);
    await expect(openStore(claudeMemImporter, file)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
