import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import type { Importer, Incoming } from '../../../src/transfer/incoming.ts';
import { createOpenCodeManagerImporter } from '../../../src/transfer/openCodeManager/openCodeManagerImporter.ts';
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
let importer: Importer;
beforeEach(async () => {
  temp = await tempDirectory('peer-manager');
  await temp.makeDirectory('opencode/memory');
  file = temp.join('opencode/memory/memory.db');
  importer = createOpenCodeManagerImporter({ XDG_DATA_HOME: temp.join('data') });
});
afterEach(() => temp.dispose());

const schema = schemaOf('opencode-manager-memory');
const hash = (row: number): string => String(row).repeat(40);
const later = 4_000_000_000_000;
const full: Cell = (table, column, row) => {
  if (column === 'id' && table === 'memories') return row;
  if (column === 'project_id') return hash(row);
  if (column === 'scope') return row === 1 ? 'decision' : 'mark_scope';
  if (column === 'expires_at') return later + row;
  if (column === 'data') return JSON.stringify({ text: `mark_data_${row}` });
  if (column.endsWith('_at')) return 1_700_000_000_000 + column.length * 1000 + row;
  if (column === 'access_count') return 77_001 + row;
  return `mark_${table}.${column}.${row}`;
};
const idOf = ({ ref }: Incoming): string => ref;

async function makeOpenCode(
  place: string,
  rows: readonly (readonly [id: string, worktree: string])[],
): Promise<void> {
  const database = await openDatabase(place);
  database.exec('CREATE TABLE project (id TEXT PRIMARY KEY, worktree TEXT, secret TEXT)');
  for (const row of rows) database.run('INSERT INTO project (id, worktree) VALUES (?, ?)', ...row);
  database.close();
}

describe('a database of @opencode-manager/memory', () => {
  it('has each field accounted for, and what is said to be taken over is there', async () => {
    await makeStore(file, schema, full);
    expect(await importer.recognises({ path: file, isFolder: false })).toBe(true);
    expect(await importer.recognises({ path: temp.join('opencode/memory'), isFolder: true })).toBe(true);
    expect(await openCodeMemoryImporter.recognises({ path: file, isFolder: false })).toBe(false);
    const before = readFileSync(file);
    const reader = await openStore(importer, file);
    const items = await readAll(reader);
    expect(unmentioned(schema, reader.fields())).toEqual([]);
    expect(lost(schema, reader.fields(), items, full)).toEqual([]);
    expect(items).toHaveLength(reader.total ?? 0);
    for (const [at, { ref }] of items.entries())
      expect(await readAll(reader, ref)).toEqual(items.slice(at + 1));
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(unmentioned(schema, reader.fields().slice(1))).toHaveLength(1);
    expect(lost(schema, reader.fields(), [], full)).not.toEqual([]);
  });

  it('has tables of older and of later versions accounted for', async () => {
    await makeStore(file, schema, full, {
      more: [
        "ALTER TABLE memories ADD COLUMN status TEXT DEFAULT 'mark_status'",
        'CREATE TABLE session_state (key TEXT, project_id TEXT, data TEXT, expires_at INTEGER, created_at INTEGER, updated_at INTEGER)',
        `INSERT INTO session_state VALUES ('planning:a:b', '${hash(1)}', '{"step":2}', NULL, 1, 2), ('x', 'global', 'no json', NULL, 1, 2)`,
        'CREATE TABLE forests (id INTEGER)',
      ],
    });
    const reader = await openStore(importer, file);
    const items = await readAll(reader);
    expect(items[0]).toMatchObject({ metadata: { status: 'mark_status' } });
    expect(items.slice(-2)).toMatchObject([
      {
        kind: 'value',
        ref: 'state:planning:a:b',
        key: 'planning:a:b',
        value: { step: 2 },
        project: { name: hash(1) },
      },
      { kind: 'value', ref: 'state:x', value: 'no json' },
    ]);
    expect(reader.fields().find(({ place }) => place === 'forests')?.because).toMatch(/not known here/);
    expect(await readAll(reader, 'state:planning:a:b')).toHaveLength(1);
  });

  it('has what was archived and deleted in the first versions come as that', async () => {
    const more = [
      'ALTER TABLE memories ADD COLUMN status TEXT',
      "UPDATE memories SET status = CASE id WHEN 1 THEN 'active' WHEN 2 THEN 'archived' WHEN 3 THEN 'deleted' ELSE 'odd' END",
    ];
    await makeStore(file, schema, full, { rows: 4, more });
    const items = (await readAll(await openStore(importer, file))).slice(0, 4);
    expect(
      items.map((item) => item.kind === 'memory' && [item.status, item.deletedAt, item.metadata]),
    ).toEqual([
      ['active', undefined, undefined],
      ['archived', undefined, { scope: 'mark_scope' }],
      ['active', full('memories', 'updated_at', 3), { scope: 'mark_scope' }],
      ['active', undefined, { scope: 'mark_scope', status: 'odd' }],
    ]);
  });

  it('has its projects named by OpenCode, beside it before elsewhere, and by their hash where it knows none', async () => {
    await makeStore(file, schema, full, { rows: 4 });
    await makeOpenCode(temp.join('opencode/opencode.db'), [
      [hash(1), '/srv/one'],
      ['global', '/'],
    ]);
    await temp.makeDirectory('data/opencode');
    await makeOpenCode(temp.join('data/opencode/opencode.db'), [
      [hash(1), '/srv/other'],
      [hash(2), '/srv/two'],
      [hash(4), '/'],
    ]);
    const items = await readAll(await openStore(importer, file));
    expect(items.slice(0, 4).map((item) => 'project' in item && item.project)).toEqual([
      { folder: '/srv/one', name: hash(1) },
      { folder: '/srv/two', name: hash(2) },
      { name: hash(3) },
      { name: hash(4) },
    ]);
  });

  it('has values with their time, and those left that had expired', async () => {
    const expiring: Cell = (table, column, row) => {
      if (table === 'project_kv' && column === 'expires_at') return row === 1 ? 1_700_000_000_000 : later;
      if (table === 'project_kv' && column === 'data') return row === 2 ? '{broken' : '"text"';
      if (table === 'project_kv' && column === 'project_id') return row === 3 ? 'global' : hash(row);
      if (table === 'project_kv' && column === 'key') return `review-finding:src/a.ts:${row}`;
      return full(table, column, row);
    };
    await makeStore(file, schema, expiring, { rows: 3 });
    const values = (await readAll(await openStore(importer, file))).filter(({ ref }) =>
      ref.startsWith('kv:'),
    );
    expect(values).toMatchObject([
      { kind: 'left', reason: expect.stringContaining('had expired') },
      { kind: 'value', value: '{broken', expiresAt: later, key: 'review-finding:src/a.ts:2' },
      { kind: 'value', value: 'text', project: undefined },
    ]);
  });
});

describe('an export of @opencode-manager/memory', () => {
  const rows = [
    {
      id: 7,
      projectId: hash(1),
      scope: 'convention',
      content: 'Seven',
      filePath: 'a.ts',
      accessCount: 3,
      lastAccessedAt: 1_700_000_000_001,
      createdAt: 1_700_000_000_002,
      updatedAt: 1_700_000_000_003,
    },
    {
      id: 3,
      projectId: 'global',
      scope: 'weird',
      content: 'Three',
      filePath: null,
      accessCount: 0,
      lastAccessedAt: null,
      createdAt: 1_700_000_000_002,
      updatedAt: 1_700_000_000_002,
      mood: 'odd',
    },
  ];

  it('as JSON becomes what the database would, with an account of every field', async () => {
    const place = await temp.write('out.json', JSON.stringify(rows, undefined, 2));
    expect(await importer.recognises({ path: place, isFolder: false })).toBe(true);
    const reader = await openStore(importer, place);
    const items = await readAll(reader);
    expect(items).toMatchObject([
      { ref: '3', category: 'context', scope: 'global', metadata: { scope: 'weird', mood: 'odd' } },
      {
        ref: '7',
        category: 'convention',
        source: { ref: 'a.ts' },
        recallCount: 3,
        project: { name: hash(1) },
      },
    ]);
    expect(reader.fields().map(({ field }) => field)).toEqual(Object.keys(rows[1] ?? {}));
    expect(await readAll(reader, '3')).toEqual(items.slice(1));
    const cut = await temp.write('cut.json', JSON.stringify(rows).slice(0, -9));
    await expect(openStore(importer, cut)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  const markdown = (sections: readonly string[]): string =>
    `# Memory Export\n\nExported on 2026-11-30\n\n${sections.join('\n\n')}\n`;
  const texts = (items: readonly Incoming[]): string[] =>
    items.map((item) =>
      item.kind === 'memory' ? `${item.ref} ${item.category} ${item.content}` : idOf(item),
    );

  it.each([
    [
      'plain',
      [
        '## Conventions (1)',
        '### [2] - Created 2026-01-02',
        'Two',
        '## Decisions (1)',
        '### [1] - Created 2026-01-01',
        'One',
      ],
      ['1 decision One', '2 convention Two'],
    ],
    [
      'a heading of its own',
      ['## Contexts (1)', '### [2] - Created 2026-01-02', '# Big\n\nText'],
      ['2 context # Big\n\nText'],
    ],
    [
      'a heading in a code block',
      [
        '## Contexts (2)',
        '### [2] - Created 2026-01-02',
        '```\n### [9] - Created 2026-01-01\n```\nrest',
        '### [3] - Created 2026-01-02',
        'Three',
      ],
      ['2 context ```\n### [9] - Created 2026-01-01\n```\nrest', '3 context Three'],
    ],
    [
      'a whole export quoted',
      [
        '## Contexts (2)',
        '### [2] - Created 2026-01-02',
        '## Decisions (1)\n\n### [9] - Created 2026-01-01\n\nquoted',
        '### [3] - Created 2026-01-02',
        'Three',
      ],
      ['2 context ## Decisions (1)\n\n### [9] - Created 2026-01-01\n\nquoted', '3 context Three'],
    ],
    [
      'a code block that is never closed',
      [
        '## Contexts (2)',
        '### [2] - Created 2026-01-02',
        '```\nopen',
        '### [3] - Created 2026-01-02',
        '```\nopen, too',
      ],
      ['2 context ```\nopen', '3 context ```\nopen, too'],
    ],
    [
      'ends of lines of Windows',
      ['## Contexts (1)\r', '### [2] - Created 2026-01-02\r', 'a\r\nb\r'],
      ['2 context a\r\nb'],
    ],
  ])('as Markdown: %s', async (_name, sections, expected) => {
    const place = await temp.write('out.md', markdown(sections));
    expect(await importer.recognises({ path: place, isFolder: false })).toBe(true);
    const reader = await openStore(importer, place);
    const items = await readAll(reader);
    expect(texts(items)).toEqual(expected);
    expect(items[0]).toMatchObject({ createdAt: expect.any(Number) });
    expect(
      reader.fields().every(({ became, because }) => became !== undefined || because !== undefined),
    ).toBe(true);
  });

  it.each(['# Notes\n\n## Decisions (2)\n', '{"memories": []}', '[{"id": "a", "content": "b"}]', ''])(
    'is none: %j',
    async (text) => {
      expect(await importer.recognises({ path: await temp.write('other', text), isFolder: false })).toBe(
        false,
      );
    },
  );
});
