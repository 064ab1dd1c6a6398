import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import type { Incoming, IncomingMemory } from '../../../src/transfer/incoming.ts';
import { mem0Importer } from '../../../src/transfer/mem0/mem0Importer.ts';
import { fieldsOf, lostFields, memoriesIn, readAll, readSource } from './readSource.ts';
import { zipOf } from './zipOf.ts';

let temp: TempDirectory;
beforeEach(async () => {
  temp = await tempDirectory('mem0');
});
afterEach(() => temp.dispose());

const idOf = (number: number): string => `1a2b3c4d-0000-4000-8000-${String(number).padStart(12, '0')}`;
const file = (name: string, content: string | Buffer): string => {
  const at = temp.join(name);
  writeFileSync(at, content);
  return at;
};
const one = async (record: object): Promise<Incoming> => {
  const { items } = await readSource(mem0Importer, file('one.json', JSON.stringify({ results: [record] })));
  return items[0] as Incoming;
};
const memory = async (record: object): Promise<IncomingMemory> => (await one(record)) as IncomingMemory;

/** A memory with every field that a server of any version gives, each with a mark of its own. */
const full = {
  id: idOf(1),
  memory: '[PINNED] mark_memory',
  hash: 'mark_hash',
  metadata: {
    type: 'user_preference',
    app_id: 'mark-app',
    session_id: 'mark_session_id',
    source: 'mark_source',
    confidence: 0.7125,
    branch: 'mark_branch',
    files: ['mark_files'],
    pinned: true,
    nested: { mark: 'mark_nested' },
    text_lemmatized: 'mark_lemmatized',
  },
  user_id: 'mark_user',
  agent_id: 'mark_agent',
  run_id: 'mark_run',
  actor_id: 'mark_actor',
  role: 'mark_role',
  attributed_to: 'mark_attributed',
  categories: ['mark_category'],
  immutable: 'mark_immutable',
  created_at: '2026-11-21T03:07:20.871120+00:00',
  updated_at: '2026-11-22T03:07:20Z',
  expiration_date: '2027-01-31',
  score: 0.5,
  score_details: { semantic: 0.5 },
};

describe('a memory of Mem0', () => {
  it('has every field accounted for, and what is said to be taken over is there', async () => {
    const { items, reader } = await readSource(mem0Importer, file('m.json', JSON.stringify([full])));
    const fields = [...Object.keys(full), ...Object.keys(full.metadata).map((name) => `metadata.${name}`)];
    const accounted = fieldsOf(reader, 'memories');
    expect(fields.filter((name) => name !== 'metadata' && !accounted.has(name))).toEqual([]);
    expect(lostFields(reader, items)).toEqual([]);
    // The twin: a value that is nowhere is found.
    expect(lostFields(reader, [])).not.toEqual([]);
    expect(items[0]).toEqual({
      kind: 'memory',
      ref: idOf(1),
      otherRefs: ['mem0:1a2b3c4d'],
      category: 'preference',
      content: 'mark_memory',
      tags: ['mark_category'],
      scope: 'project',
      project: { name: 'mark-app' },
      session: 'mark_run',
      source: { kind: 'agent', actor: 'mark_source' },
      pinned: true,
      confidence: 0.7125,
      createdAt: Date.parse('2026-11-21T03:07:20.871Z'),
      updatedAt: Date.parse('2026-11-22T03:07:20Z'),
      expiresAt: Date.parse('2027-02-01T00:00:00Z'),
      metadata: {
        type: 'user_preference',
        session_id: 'mark_session_id',
        branch: 'mark_branch',
        files: ['mark_files'],
        nested: { mark: 'mark_nested' },
        user_id: 'mark_user',
        agent_id: 'mark_agent',
        actor_id: 'mark_actor',
        role: 'mark_role',
        attributed_to: 'mark_attributed',
        immutable: 'mark_immutable',
      },
    });
  });

  it.each([
    ['decision', 'decision'],
    ['anti_pattern', 'directive'],
    ['user_preferences', 'preference'],
    ['Convention', 'convention'],
    ['task_learning', 'fact'],
    ['environmental', 'fact'],
    ['session_state', 'context'],
    ['compact_summary', 'context'],
    ['auto_capture', 'fact'],
    ['of their own', 'fact'],
  ])('of type %s is a %s', async (type, category) => {
    const { metadata, ...found } = await memory({ id: 'a', memory: 'Text', metadata: { type } });
    expect(found.category).toBe(category);
    expect(metadata?.['type']).toBe(type === category ? undefined : type);
  });

  it('belongs to the project that an app or an agent is named after, and else to all', async () => {
    const project = async (record: object) =>
      (await memory({ id: 'a', memory: 'Text', ...record })).project?.name;
    expect(await project({ metadata: { app_id: 'org-repo' }, agent_id: 'other' })).toBe('org-repo');
    expect(await project({ agent_id: 'group/repo' })).toBe('group/repo');
    expect(await project({ app_id: 'cloud-app' })).toBe('cloud-app');
    expect(await project({ agent_id: 'Claude-Code' })).toBeUndefined();
    expect(await project({ metadata: { app_id: '*' } })).toBeUndefined();
    expect(await memory({ id: 'a', memory: 'Text', agent_id: 'opencode' })).toMatchObject({
      scope: 'global',
      source: { kind: 'agent', actor: 'opencode' },
    });
  });

  it('keeps a time and a share that say nothing as they are', async () => {
    const { createdAt, confidence, metadata } = await memory({
      id: 'a',
      memory: 'Text',
      created_at: 'last week',
      metadata: { confidence: 7 },
    });
    expect([createdAt, confidence]).toEqual([undefined, undefined]);
    expect(metadata).toEqual({ created_at: 'last week', confidence: 7 });
  });

  it('is left out, with the reason, where it has no text or was a probe', async () => {
    expect(await one({ id: 'a', memory: '' })).toEqual({
      kind: 'left',
      ref: 'a',
      reason: 'memories without a text',
    });
    expect((await one({ id: 'a', memory: 'x', metadata: { type: 'health_check' } })).kind).toBe('left');
    expect((await one({ id: 'a', memory: 'x', metadata: { type: 'health' } })).kind).toBe('memory');
  });
});

/** An export of OpenMemory: what its two members hold. */
const apps = { project: idOf(90), client: idOf(91) };
const rows = [
  { id: idOf(1), content: 'mark_one', state: 'active', app_id: apps.project, category_ids: [idOf(80)] },
  { id: idOf(2), content: 'mark_two', state: 'paused', app_id: apps.client, category_ids: [] },
  { id: idOf(3), content: 'mark_three', state: 'archived', app_id: apps.project, category_ids: [] },
  { id: idOf(4), content: 'mark_four', state: 'deleted', app_id: apps.project, category_ids: [] },
].map((row) => ({
  ...row,
  user_id: idOf(70),
  metadata: { kept: 'mark_kept' },
  created_at: '2026-01-02T03:04:05+00:00',
  updated_at: '2026-01-03T03:04:05+00:00',
  archived_at: row.state === 'archived' ? '2026-02-02T00:00:00+00:00' : null,
  deleted_at: row.state === 'deleted' ? '2026-03-03T00:00:00+00:00' : null,
}));
const openMemory = {
  user: { id: idOf(70), user_id: 'anna', name: null, email: 'a@example.org', metadata: {} },
  apps: [
    {
      id: apps.project,
      owner_id: idOf(70),
      name: 'widgets',
      description: 'd',
      metadata: {},
      is_active: true,
    },
    { id: apps.client, owner_id: idOf(70), name: 'cursor', description: 'd', metadata: {}, is_active: true },
  ],
  categories: [{ id: idOf(80), name: 'mark_tag', description: 'd' }],
  memories: rows,
  memory_categories: [{ memory_id: idOf(1), category_id: idOf(80) }],
  status_history: [
    { id: idOf(60), memory_id: idOf(3), changed_by: idOf(70), old_state: 'active', new_state: 'archived' },
  ],
  access_controls: [{ id: idOf(50), subject_type: 'app', subject_id: apps.client, effect: 'allow' }],
  export_meta: { version: '1', generated_at: '2026-11-30T00:00:00+00:00', app_id_filter: null },
};
const logical = rows.map(({ id, content, state, metadata, created_at, updated_at }) => ({
  id,
  content,
  metadata,
  created_at,
  updated_at,
  state,
  app: 'widgets',
  categories: ['mark_tag'],
}));
const jsonLines = (records: readonly object[]): string =>
  records.map((each) => `${JSON.stringify(each)}\n`).join('');

describe('an export of OpenMemory', () => {
  it('is read from its archive, with the names that its ids mean, and its second list is named as such', async () => {
    const at = file(
      'memories_export_anna.zip',
      zipOf({
        'memories.json': JSON.stringify(openMemory, null, 2),
        'memories.jsonl.gz': gzipSync(jsonLines(logical)),
      }),
    );
    const { items, reader } = await readSource(mem0Importer, at);
    expect(reader.form).toBe('export of OpenMemory, one list, in a zip archive');
    expect(
      memoriesIn(items).map(({ project, source, tags, status, archiveReason, deletedAt }) => ({
        project,
        source,
        tags,
        status,
        archiveReason,
        deletedAt,
      })),
    ).toEqual([
      { project: { name: 'widgets' }, tags: ['mark_tag'] },
      { source: { kind: 'agent', actor: 'cursor' }, tags: [], status: 'archived', archiveReason: 'paused' },
      { project: { name: 'widgets' }, tags: [], status: 'archived' },
      { project: { name: 'widgets' }, tags: [], deletedAt: Date.parse('2026-03-03T00:00:00Z') },
    ]);
    expect(memoriesIn(items)[2]?.metadata).toEqual({
      kept: 'mark_kept',
      archived_at: '2026-02-02T00:00:00+00:00',
      user_id: 'anna',
      status_history: [{ changed_by: idOf(70), old_state: 'active', new_state: 'archived' }],
    });
    const mentioned = new Set(reader.fields().map(({ place, field }) => `${place}.${field}`));
    const all = Object.entries(openMemory).flatMap(([place, value]) =>
      Object.entries([value].flat()[0] ?? {})
        .filter(([, each]) => each !== null)
        .map(([field]) => `${place}.${field}`),
    );
    expect(all.filter((each) => !mentioned.has(each))).toEqual(['memories.metadata']);
    expect(mentioned).toContain('memories.metadata.kept');
    expect(mentioned).toContain('memories.jsonl.gz.*');
  });

  it('is read from one of its members, from a folder, and packed otherwise', async () => {
    const packed = gzipSync(jsonLines(logical));
    const folder = await temp.makeDirectory('folder');
    writeFileSync(`${folder}/memories.json`, JSON.stringify(openMemory));
    for (const at of [
      file('memories.json', JSON.stringify(openMemory)),
      file('memories.jsonl.gz', packed),
      file('renamed.bin', packed),
      file('stored.zip', zipOf({ 'a/memories.jsonl.gz': packed }, { isStored: true })),
      folder,
    ])
      expect(memoriesIn((await readSource(mem0Importer, at)).items).map(({ ref }) => ref)).toEqual(
        rows.map(({ id }) => id),
      );
  });
});

describe('a file of memories', () => {
  const records = [1, 2, 3, 4, 5].map((number) => ({
    id: idOf(number),
    memory: `Memory ${number}`,
    user_id: 'anna',
  }));
  const forms: Readonly<Record<string, string | Buffer>> = {
    list: JSON.stringify(records),
    'list over lines': JSON.stringify(records, null, 2),
    'list, one a line': `[\n${records.map((each) => JSON.stringify(each)).join(',\n')}\n]`,
    answer: JSON.stringify({
      results: records,
      relations: [{ source: 'a', relationship: 'b', target: 'c' }],
    }),
    'page of the cloud': JSON.stringify({ count: 5, next: null, previous: null, results: records }),
    lines: jsonLines(records),
    'lines, the last without an end': jsonLines(records).trimEnd(),
    'lines of Windows': jsonLines(records).replaceAll('\n', '\r\n'),
    'answers, one a line': jsonLines(records.map((each) => ({ results: [each] }))),
    packed: gzipSync(jsonLines(records)),
    'with a mark': `\uFEFF${JSON.stringify(records)}`,
    'UTF-16': Buffer.from(`\uFEFF${jsonLines(records)}`, 'utf16le'),
  };

  it.each(Object.keys(forms))('is read as a %s, twice alike, and on from each of them', async (name) => {
    const { items, reader } = await readSource(mem0Importer, file('memories.json', forms[name] ?? ''));
    expect(items.map(({ ref }) => ref)).toEqual(records.map(({ id }) => id));
    expect(await readAll(reader)).toEqual(items);
    const fields = reader.fields();
    for (const [at, { ref }] of items.entries())
      expect(await readAll(reader, ref)).toEqual(items.slice(at + 1));
    expect(reader.fields()).toEqual(fields);
    expect(await readAll(reader, 'gone since')).toEqual(items);
  });

  it('is one memory, too', async () => {
    const { items } = await readSource(mem0Importer, file('one.json', JSON.stringify(records[0], null, 2)));
    expect(items.map(({ ref }) => ref)).toEqual([idOf(1)]);
  });

  it('is known again from another place by the ids of its memories', async () => {
    const place = async (name: string, list: readonly object[]) =>
      (await readSource(mem0Importer, file(name, JSON.stringify(list)))).reader.place;
    expect(await place('june.json', records)).toBe(await place('july.json', records.slice(1)));
    expect(await place('a.json', [{ id: 'a', memory: 'x' }])).not.toBe(
      await place('b.json', [{ id: 'a', memory: 'x' }]),
    );
  });

  it('loses no more than a damaged line, which is named', async () => {
    const lines = jsonLines(records).split('\n');
    lines[2] = `${lines[2]?.slice(0, 20)}`;
    const { items, reader } = await readSource(mem0Importer, file('memories.jsonl', lines.join('\n')));
    expect(items.map(({ kind, ref }) => [kind, ref])).toEqual([
      ['memory', idOf(1)],
      ['memory', idOf(2)],
      ['left', 'line 3'],
      ['memory', idOf(4)],
      ['memory', idOf(5)],
    ]);
    expect(reader.fields()).toContainEqual(
      expect.objectContaining({ place: 'lines', field: 'line 3', count: 1 }),
    );
  });

  it('names the first of many damaged lines, and counts the others', async () => {
    const lines = jsonLines(records) + Array.from({ length: 500 }, (_, at) => `no JSON ${at}\n`).join('');
    const { items, reader } = await readSource(mem0Importer, file('memories.jsonl', lines));
    const reasons = new Set(items.flatMap((item) => (item.kind === 'left' ? [item.reason] : [])));
    expect(reasons.size).toBe(11);
    expect([...reasons][0]).toMatch(/^line 6: damaged/);
    const accounts = reader.fields().filter(({ place }) => place === 'lines');
    expect(accounts.map(({ count }) => count).reduce((sum, count) => sum + count)).toBe(500);
    expect(accounts.at(-1)).toMatchObject({ field: 'more lines', count: 490 });
  });

  it.each([
    ['list', JSON.stringify(records).slice(0, -30)],
    ['packed lines', gzipSync(jsonLines(records.concat(records))).subarray(0, -14)],
  ])('gives what stands before the place where a %s is cut off', async (_name, content) => {
    const { items } = await readSource(mem0Importer, file('memories.json', content));
    expect(items.length).toBeGreaterThan(1);
    expect(items.at(-1)).toMatchObject({
      kind: 'left',
      ref: 'damaged',
      reason: expect.stringContaining('damaged'),
    });
  });

  it('is refused with what to do where it is none', async () => {
    for (const content of [
      '',
      '{}',
      '[]',
      'text',
      JSON.stringify([{ id: 1, content: 'x' }]),
      JSON.stringify({ notes: records }),
      'PK\u0003\u0004nothing',
    ]) {
      const source = { path: file('odd', content), isFolder: false };
      expect(await mem0Importer.recognises(source)).toBe(false);
      await expect(mem0Importer.open(source)).rejects.toMatchObject({ code: 'invalid_input' });
    }
  });

  it('is not taken to be deeper than anybody can write it', async () => {
    const deep = `{"id":"b","memory":"deep","metadata":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}\n`;
    const at = file('deep.jsonl', jsonLines(records.slice(0, 2)) + deep);
    const { items } = await readSource(mem0Importer, at);
    expect(items.map(({ kind }) => kind)).toEqual(['memory', 'memory', 'left']);
  });
});
