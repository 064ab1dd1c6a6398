import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import type { SqlValue } from '../../../src/sqlite/preparedStatement.ts';
import type { Incoming, IncomingMemory } from '../../../src/transfer/incoming.ts';
import { openCodeMemoryImporter } from '../../../src/transfer/openCodeMemory/openCodeMemoryImporter.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { makeStore, openStore, readAll, schemaOf } from '../../../dev/transfer/peerSchema.ts';

let temp: TempDirectory;
let file: string;
beforeEach(async () => {
  temp = await tempDirectory('peer-rows');
  file = temp.join('memory.db');
});
afterEach(() => temp.dispose());

const versions = ['opencode-semantic-memory-0.3.1', 'opencode-semantic-memory-0.68.0'] as const;
const schemas = new Map(versions.map((name) => [name, schemaOf(name)]));
const memoriesIn = (items: readonly Incoming[]): IncomingMemory[] =>
  items.filter((item) => item.kind === 'memory');
const byRef = (items: readonly Incoming[], ref: string): Incoming | undefined =>
  items.find((item) => item.ref === ref);

const columnsOf = (schema: ReturnType<typeof schemaOf>, table: string): string[] =>
  (schema.find(({ name }) => name === table)?.columns ?? []).map(({ name }) => name);

/** A store with only these rows, all other columns at their defaults. */
async function storeOf(
  version: (typeof versions)[number],
  rows: Readonly<Record<string, readonly Readonly<Record<string, SqlValue>>[]>>,
): Promise<Incoming[]> {
  const schema = schemas.get(version) ?? [];
  await makeStore(file, schema, () => null, { rows: 0 });
  const database = await openDatabase(file);
  for (const [table, list] of Object.entries(rows))
    for (const row of list) {
      const known = Object.keys(row).filter((name) => columnsOf(schema, table).includes(name));
      database.run(
        `INSERT INTO ${table} (${known.join(', ')}) VALUES (${known.map(() => '?').join(', ')})`,
        ...known.map((name) => row[name] ?? null),
      );
    }
  database.close();
  return readAll(await openStore(openCodeMemoryImporter, file));
}

const created = { created_at: '2026-02-03T04:05:06.123456+00:00' };
const note = (
  id: number,
  category: string,
  content: string,
  more: Readonly<Record<string, SqlValue>> = {},
) => ({
  id,
  category,
  content,
  ...created,
  ...more,
});

describe.each(versions)('what becomes of a memory of %s', (version) => {
  it('has a category of ours, and the other name beside it where it was another', async () => {
    const pairs = [
      ['decision', 'decision', undefined],
      ['boot_gate', 'directive', 'boot_gate'],
      ['goal', 'plan', 'goal'],
      ['achievement', 'event', 'achievement'],
      ['conversation_summary', 'conversation', 'conversation_summary'],
      ['reminder', 'event', 'reminder'],
      ['something of later', 'fact', 'something of later'],
    ] as const;
    const memories = pairs.map(([theirs], id) => note(id, theirs, 'A text'));
    const found = memoriesIn(await storeOf(version, { memories }));
    expect(found.map(({ category, metadata }) => [category, metadata?.['category']])).toEqual(
      pairs.map(([, ours, kept]) => [ours, kept]),
    );
  });

  it('keeps its time, in UTC where no zone stands there', async () => {
    const pairs = [
      ['2026-02-03T04:05:06.123456+00:00', '2026-02-03T04:05:06.123Z'],
      ['2026-02-03T04:05:06', '2026-02-03T04:05:06.000Z'],
      ['2026-02-03 04:05:06', '2026-02-03T04:05:06.000Z'],
      ['2026-02-03T04:05:06+02:00', '2026-02-03T02:05:06.000Z'],
      ['2026-02-03', '2026-02-03T00:00:00.000Z'],
    ] as const;
    const memories = pairs.map(([theirs], id) => ({ ...note(id, 'fact', 'A text'), created_at: theirs }));
    const found = memoriesIn(await storeOf(version, { memories }));
    expect(found.map(({ createdAt }) => createdAt)).toEqual(pairs.map(([, ours]) => Date.parse(ours)));
  });

  it('keeps reminders, what is no time and no recurrence as it is, and reviews of procedures', async () => {
    const items = memoriesIn(
      await storeOf(version, {
        memories: [
          note(1, 'fact', 'One', { reminder_at: '2026-03-01T09:00:00+00:00', recurrence: 'weekly:monday' }),
          note(2, 'fact', 'Two', { reminder_at: 'whenever', recurrence: 'each full moon' }),
          note(3, 'procedure', 'Three', {
            last_reviewed_at: '2026-01-01T00:00:00+00:00',
            review_interval_days: 30,
          }),
          note(5, 'fact', 'Five', { review_interval_days: 30 }),
          note(6, 'blocker', 'Six', { resolved_at: '2026-03-02T00:00:00+00:00' }),
        ],
      }),
    );
    expect(items.map(({ reminder }) => reminder)).toEqual([
      { at: Date.UTC(2026, 2, 1, 9), recurrence: 'weekly:monday' },
      ...Array.from({ length: 4 }, () => undefined),
    ]);
    expect(items[1]?.metadata).toEqual({ reminder_at: 'whenever', recurrence: 'each full moon' });
    expect(items[2]?.review).toEqual({ reviewedAt: Date.UTC(2026, 0, 1), everyDays: 30 });
    expect(items[3]?.metadata).toEqual({ review_interval_days: 30 });
    expect(items[4]).toMatchObject({ status: 'resolved', resolvedAt: Date.UTC(2026, 2, 2) });
  });

  it('keeps what a forge said of a reference with the memory too, for here its forge may be unknown', async () => {
    const reference = { updated_at: created.created_at, ...created };
    const items = memoriesIn(
      await storeOf(version, {
        memories: [note(1, 'fact', 'One'), note(2, 'fact', 'Two'), note(3, 'fact', 'Three')],
        entities: [
          {
            id: 1,
            type: 'mr',
            ref: '!7',
            project: 'group/app',
            title: 'Faster cranes',
            metadata: '{"state":"merged","author":{"username":"lena"},"milestone":null}',
            ...reference,
          },
          { id: 2, type: 'issue', ref: '#8', project: 'group/app', title: 'Ebbe & Flut', ...reference },
          { id: 3, type: 'issue', ref: '#9', project: 'group/app', metadata: '{}', ...reference },
        ],
        entity_memories: [1, 2, 3].map((id) => ({ entity_id: id, memory_id: id, relationship: 'about' })),
      }),
    );
    expect(items.map(({ metadata }) => metadata?.['entities'])).toEqual([
      [
        {
          ref: 'group/app!7',
          title: 'Faster cranes',
          metadata: { state: 'merged', author: { username: 'lena' } },
        },
      ],
      [{ ref: 'group/app#8', title: 'Ebbe & Flut' }],
      undefined,
    ]);
  });

  it('counts the links of a note about its own state, which go with it', async () => {
    const own = note(1, 'fact', 'Export completed: 9 memories, 4 links', { what: 'Memory export completed' });
    const link = (id: number, from: number, to: number) => ({
      id,
      source_memory_id: from,
      target_memory_id: to,
      link_type: 'related',
      created_at: created.created_at,
    });
    const items = await storeOf(version, {
      memories: [own, note(2, 'fact', 'Two'), note(3, 'fact', 'Three')],
      memory_links: [link(1, 1, 2), link(2, 1, 3), link(3, 2, 3)],
    });
    expect(byRef(items, '1')).toMatchObject({ kind: 'left', links: 2 });
    expect(byRef(items, '2')).toMatchObject({ links: [{ kind: 'related', to: '3' }] });
  });

  it('finds the project of what was archived by what it is linked to, where that is one', async () => {
    const archived = { archived_at: '2026-04-01T00:00:00+00:00', archive_reason: 'old' };
    const link = (id: number, from: number, to: number, type = 'related') => ({
      id,
      source_memory_id: from,
      target_memory_id: to,
      link_type: type,
      strength: 0.5,
      ...created,
    });
    const items = memoriesIn(
      await storeOf(version, {
        memories: [
          note(1, 'fact', 'One', { project: 'group/one' }),
          note(2, 'fact', 'Two', { project: 'group/two' }),
          note(3, 'fact', 'Three', { project: 'auto' }),
        ],
        archived_memories: [
          note(10, 'fact', 'of one', archived),
          note(11, 'fact', 'of one or two', archived),
          note(12, 'fact', 'of a reference', archived),
          note(13, 'fact', 'of nobody', archived),
        ],
        memory_links: [link(1, 10, 1), link(2, 11, 1), link(3, 2, 11), link(4, 3, 10, 'sequence')],
        entities: [
          {
            id: 1,
            type: 'mr',
            ref: '!7',
            project: 'group/three',
            ...created,
            updated_at: created.created_at,
          },
        ],
        entity_memories: [{ entity_id: 1, memory_id: 12, relationship: 'about' }],
      }),
    );
    const project = (ref: string) => items.find((item) => item.ref === ref)?.project?.name;
    expect(['1', '2', '3', '10', '11', '12', '13'].map(project)).toEqual([
      'group/one',
      'group/two',
      undefined,
      'group/one',
      undefined,
      'group/three',
      undefined,
    ]);
    expect(items.find(({ ref }) => ref === '10')).toMatchObject({
      status: 'archived',
      archiveReason: 'old',
      updatedAt: Date.UTC(2026, 3, 1),
    });
    expect(items.find(({ ref }) => ref === '12')?.entities).toEqual(['group/three!7']);
    expect(items.find(({ ref }) => ref === '3')).toMatchObject({
      links: [{ kind: 'related', to: '10', strength: 0.5 }],
      metadata: { memory_links: [{ target_memory_id: 10, link_type: 'sequence' }] },
    });
  });

  it('leaves what the system says of itself, and keeps what people say of the same', async () => {
    const own = [
      note(1, 'fact', 'Export completed: 9 memories, 4 entities, 3 links → /home/a/out.json', {
        what: 'Memory export completed',
      }),
      note(2, 'fact', 'Import completed: 5 memories, 1 skipped, 0 links from in.json', {
        what: 'Memory import completed',
      }),
      note(3, 'fact', '\nMemory Consolidation Report (2026-01-01 00:00)\n\nTotal: 4 memories', {
        what: 'Memory consolidation report',
      }),
      note(4, 'event', "Memory effectiveness analysis: 'fact' memories were missed", {
        what: 'Effectiveness insight: fact memories often missed',
      }),
      note(5, 'blocker', 'Circuit breaker for EMBEDDING is OPEN.\n\nThe', {
        what: 'EMBEDDING circuit breaker OPEN',
      }),
      note(6, 'event', 'opencode-memory 0.69.0 is available (minor).', {
        what: 'Update available: 0.69.0 (minor, awaiting confirmation)',
      }),
      note(7, 'event', 'Background task deep_review (t1) failed.\n\nResult:', {
        what: 'bg:deep_review failed [timeout]',
      }),
    ];
    const theirs = [
      note(11, 'fact', 'Export completed last week, the dump is in S3', { what: 'Memory export completed' }),
      note(12, 'decision', 'Export completed: 9 memories, kept', { what: 'Memory export completed' }),
      note(13, 'blocker', 'Circuit breaker for EMBEDDING is OPEN.', {
        what: 'The breaker of payments trips',
      }),
      note(14, 'event', 'Background task deep_review (t1) completed.\n\nResult: a race', {
        what: 'bg:deep_review completed',
      }),
      note(15, 'fact', 'Memory Consolidation Report (ours)'),
    ];
    const items = await storeOf(version, { memories: [...own, ...theirs] });
    expect(items.filter(({ kind }) => kind === 'left').map(({ ref }) => ref)).toEqual(
      own.map(({ id }) => String(id)),
    );
    expect(memoriesIn(items).map(({ ref }) => ref)).toEqual(theirs.map(({ id }) => String(id)));
  });
});

describe('an export of opencode-semantic-memory', () => {
  const exported = {
    version: '1.0',
    exported_at: '2026-11-30T00:00:00+00:00',
    filters: { project: null },
    memories: [
      {
        id: 9,
        category: 'boot_gate',
        content: 'Nine',
        what: 'w',
        why: 'y',
        learned: 'l',
        project: 'g/p',
        source_file: 'notes.md',
        created_at: '2026-01-02T00:00:00+00:00',
        resolved_at: null,
        entities: [],
        mood: 'odd',
      },
      {
        id: 2,
        category: 'blocker',
        content: 'Two',
        what: null,
        why: null,
        learned: null,
        project: null,
        source_file: null,
        created_at: '2026-01-01T00:00:00+00:00',
        resolved_at: '2026-01-05T00:00:00+00:00',
        entities: ['!4'],
      },
    ],
    entities: [
      { id: 1, type: 'mr', ref: '!4', project: 'g/p', title: 'Four', metadata: '{"state": "merged"}' },
      { id: 2, type: 'concept', ref: 'concept:x', project: '', title: null, metadata: '{}' },
    ],
    links: [
      {
        source_memory_id: 9,
        target_memory_id: 2,
        link_type: 'extends',
        strength: 0.7,
        reason: 'builds on it',
      },
      {
        source_memory_id: 9,
        target_memory_id: 2,
        link_type: 'extends',
        strength: 0.7,
        reason: 'builds on it',
      },
    ],
  };

  it('becomes what the database would, as far as it has it, with an account of every field', async () => {
    const place = await temp.write('out.json', JSON.stringify(exported, undefined, 2));
    expect(await openCodeMemoryImporter.recognises({ path: place, isFolder: false })).toBe(true);
    const reader = await openStore(openCodeMemoryImporter, place);
    const items = await readAll(reader);
    expect(items.map(({ kind, ref }) => `${kind} ${ref}`)).toEqual([
      'memory 2',
      'memory 9',
      'entity entities:1',
      'left entities:2',
    ]);
    expect(byRef(items, '9')).toMatchObject({
      category: 'directive',
      links: [{ kind: 'derived_from', to: '2', reason: 'builds on it' }],
      metadata: { category: 'boot_gate', mood: 'odd' },
    });
    expect(byRef(items, '2')).toMatchObject({ status: 'resolved', entities: ['!4'], scope: 'global' });
    const accounts = new Set(reader.fields().map(({ place: where, field }) => `${where}.${field}`));
    for (const [list, rows] of Object.entries({
      memories: exported.memories,
      entities: exported.entities,
      links: exported.links,
    }))
      for (const field of Object.keys(rows[0] ?? {}))
        expect(accounts.has(`${list}.${field}`), `${list}.${field}`).toBe(true);
    for (const [at, { ref }] of items.entries())
      expect(await readAll(reader, ref)).toEqual(items.slice(at + 1));
  });
});
