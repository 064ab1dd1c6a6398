import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentKey } from '../../../src/core/memory/contentKey.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';
import type { LexicalQuery } from '../../../src/store/ports/textIndex.ts';
import type { MemoryFilter } from '../../../src/store/ports/memoryFilter.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';
import { sampleMemory, StoreBench } from '../../../dev/store/storeBench.ts';

let bench: StoreBench;
let store: SqliteStore;

beforeEach(async () => {
  bench = await StoreBench.create();
  store = await bench.open();
});
afterEach(() => bench[Symbol.asyncDispose]());

async function add(...changes: Partial<Memory>[]): Promise<Memory[]> {
  const memories = changes.map(sampleMemory);
  await store.write(async (unit) => {
    for (const memory of memories) await unit.memories.insert(memory);
  });
  return memories;
}

async function addOne(change: Partial<Memory> = {}): Promise<Memory> {
  const [memory] = await add(change);
  if (!memory) throw new Error('Nothing was added');
  return memory;
}

/** Stores the memory with these fields changed, at the next revision. */
async function change(memory: Memory, fields: Partial<Memory>): Promise<Memory> {
  const changed = { ...memory, ...fields, revision: memory.revision + 1 };
  await store.write((unit) => unit.memories.update(changed));
  return changed;
}

const queryOf = (...words: string[]): LexicalQuery => ({
  terms: words.map((word) => ({ text: word })),
  phrases: [],
});

async function found(
  query: string[] | LexicalQuery,
  filter: MemoryFilter = {},
  limit = 20,
): Promise<string[]> {
  const lexical = Array.isArray(query) ? queryOf(...query) : query;
  const hits = await store.read((unit) => unit.texts.search(lexical, filter, limit));
  return hits.map(({ memory }) => memory.title);
}

describe('a memory', () => {
  it('comes back as it was stored, every field of it', async () => {
    const memory = await addOne({
      session: 'ses_1',
      what: 'what',
      why: 'why',
      learned: 'learned',
      content: 'Umlauts äöü, emoji 🎉, NUL \0 and "quotes"\n\ttabs',
      entities: ['example.org/group/app!12', 'ADR-7'],
      anchors: [{ path: 'src/a.ts', startLine: 1, endLine: 9, contentHash: 'aa', commit: 'bb' }],
      tags: ['one', 'zwei'],
      source: { kind: 'commit', ref: 'abc', actor: 'Somebody' },
      confidence: 0.25,
      pinned: true,
      resolvedAt: 5,
      expiresAt: 6,
      lastRecalledAt: 7,
      recallCount: 8,
      supersededBy: 'other',
      metadata: { nested: { list: [1, null, 'x'] } },
    });
    expect(await store.read((unit) => unit.memories.get(memory.id))).toEqual(memory);
    expect(await store.read((unit) => unit.memories.get('nobody'))).toBeUndefined();
  });

  it('may be as long as a book', async () => {
    const content = 'x'.repeat(500_000) + 'ü'.repeat(100_000);
    const { id } = await addOne({ content });
    expect((await store.read((unit) => unit.memories.get(id)))?.content).toBe(content);
  });

  it('is not overwritten by someone who has not seen its last change', async () => {
    const memory = await addOne();
    await change(memory, { title: 'First' });
    await expect(change(memory, { title: 'Second' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(change(sampleMemory(), {})).rejects.toMatchObject({ code: 'not_found' });
    expect((await store.read((unit) => unit.memories.get(memory.id)))?.title).toBe('First');
  });

  it('has an id that nothing else has', async () => {
    const memory = await addOne();
    await expect(store.write((unit) => unit.memories.insert(memory))).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('is found by the end of its id', async () => {
    const [one, two] = await add(
      { id: '01890000-0000-7000-8000-00000000abcd' },
      { id: '01890000-0000-7000-8000-00000100abcd' },
    );
    const ids = (tail: string) => store.read((unit) => unit.memories.findByTail(tail));
    expect(await ids('00abcd')).toEqual([two?.id, one?.id]);
    expect(await ids('0100abcd')).toEqual([two?.id]);
    expect(await ids('ffffff')).toEqual([]);
  });

  it('comes in the order asked for, and many at once', async () => {
    const memories = await add(...Array.from({ length: 150 }, () => ({})));
    const ids = memories.map(({ id }) => id).toReversed();
    const got = await store.read((unit) => unit.memories.getMany([...ids, 'nobody']));
    expect(got.map(({ id }) => id)).toEqual(ids);
  });

  it('counts its recalls without a new revision', async () => {
    const memory = await addOne();
    await store.write((unit) => unit.memories.markRecalled([memory.id], 77));
    await store.write((unit) => unit.memories.markRecalled([memory.id, memory.id, 'nobody'], 99));
    expect(await store.read((unit) => unit.memories.get(memory.id))).toEqual({
      ...memory,
      recallCount: 2,
      lastRecalledAt: 99,
    });
  });
});

describe('duplicates', () => {
  const same = (content: string, project: string | null = 'example.org/group/app') =>
    store.read((unit) => unit.memories.findDuplicate('decision', project, contentKey(content)));

  it('are the same words in the same category and project', async () => {
    const memory = await addOne({ content: 'We use  pnpm.' });
    expect((await same('- we use pnpm'))?.id).toBe(memory.id);
    expect(await same('we use npm')).toBeUndefined();
    expect(await same('we use pnpm', null)).toBeUndefined();
    await change(memory, { content: 'We use npm' });
    expect(await same('we use pnpm')).toBeUndefined();
    expect((await same('we use npm'))?.id).toBe(memory.id);
  });

  it('are not what was taken back', async () => {
    await add(
      { content: 'same', status: 'superseded' },
      { content: 'same', status: 'archived' },
      { content: 'same', status: 'rejected' },
      { content: 'same', deletedAt: 5 },
    );
    expect(await same('same')).toBeUndefined();
    const global = await addOne({ content: 'same', project: null, scope: 'global' });
    expect((await same('same', null))?.id).toBe(global.id);
  });
});

describe('lists', () => {
  it('are newest first, page by page, without gaps where times are equal', async () => {
    await add(...Array.from({ length: 25 }, (_, index) => ({ title: `t${index}`, createdAt: index >> 2 })));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = { limit: 7, ...(cursor === undefined ? {} : { cursor }) };
      const { memories, nextCursor, total } = await store.read((unit) => unit.memories.list({}, page));
      expect(total).toBe(25);
      seen.push(...memories.map(({ createdAt, id }) => `${createdAt}:${id}`));
      cursor = nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(25);
    expect(seen).toEqual(seen.toSorted().toReversed());
    await expect(
      store.read((unit) => unit.memories.list({}, { limit: 1, cursor: 'nonsense' })),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it.each<[string, MemoryFilter, string[]]>([
    ['everything that lives', {}, ['global', 'tagged', 'blocker', 'plain']],
    ['a project', { projects: ['a'] }, ['tagged', 'plain']],
    ['a project and what is global', { projects: ['a', null] }, ['global', 'tagged', 'plain']],
    ['only what is global', { projects: [null] }, ['global']],
    ['no project at all', { projects: [] }, []],
    ['categories', { categories: ['blocker', 'idea'] }, ['blocker']],
    ['statuses', { statuses: ['resolved'] }, ['blocker']],
    ['a scope', { scope: 'session', session: 's' }, ['tagged']],
    ['a tag', { tag: 'x' }, ['tagged']],
    ['a time', { since: 30 }, ['global', 'tagged']],
    ['tombstones as well', { projects: ['a'], includeDeleted: true }, ['gone', 'tagged', 'plain']],
  ])('are filtered by %s', async (_what, filter, titles) => {
    await add(
      { title: 'plain', project: 'a', createdAt: 10 },
      { title: 'blocker', project: 'b', category: 'blocker', status: 'resolved', createdAt: 20 },
      { title: 'tagged', project: 'a', tags: ['x', 'y'], scope: 'session', session: 's', createdAt: 30 },
      { title: 'global', project: null, scope: 'global', createdAt: 40 },
      { title: 'gone', project: 'a', deletedAt: 1, createdAt: 50 },
    );
    const listed = await store.read((unit) => unit.memories.list(filter, { limit: 10 }));
    expect(listed.memories.map(({ title }) => title)).toEqual(titles);
    expect(listed.total).toBe(titles.length);
    expect((await store.read((unit) => unit.memories.counts(filter))).total).toBe(titles.length);
    const hits = await found(['content'], filter);
    expect(hits.toSorted()).toEqual(titles.filter((title) => title !== 'gone').toSorted());
  });

  it('are counted by what views group by', async () => {
    await add(
      { category: 'blocker' },
      { category: 'blocker', status: 'resolved' },
      { project: null },
      { deletedAt: 1 },
    );
    const counts = await store.read((unit) => unit.memories.counts({}));
    expect(counts).toMatchObject({
      total: 3,
      byCategory: { blocker: 2, decision: 1 },
      byStatus: { active: 2, resolved: 1 },
      openBlockers: 1,
    });
    expect(counts.byProject).toContainEqual({ project: null, count: 1 });
    expect(counts.byProject).toContainEqual({ project: 'example.org/group/app', count: 2 });
  });

  it('hold candidates whose time is over', async () => {
    const late = await addOne({ status: 'candidate', expiresAt: 100 });
    await add({ status: 'candidate', expiresAt: 300 }, { expiresAt: 100 }, { status: 'candidate' });
    expect(await store.read((unit) => unit.memories.findExpired(200, 10))).toEqual([late]);
  });
});

describe('turns of conversations', () => {
  const turn = (session: string, title: string, createdAt: number): Partial<Memory> => ({
    category: 'conversation',
    session,
    title,
    createdAt,
  });
  const turnsOf = async (sessions: string[], filter: MemoryFilter = {}, limit = 20): Promise<string[]> =>
    (await store.read((unit) => unit.memories.turnsOf(sessions, filter, limit))).map(({ title }) => title);

  it('come session by session as asked for, each in the order in which it was said', async () => {
    await add(turn('b', 'b2', 20), turn('a', 'a2', 40), turn('b', 'b1', 10), turn('c', 'c1', 5));
    const [first] = await add(turn('a', 'a1', 30));
    expect(await turnsOf(['b', 'a'])).toEqual(['b1', 'b2', 'a1', 'a2']);
    expect(await turnsOf(['a', 'b'], {}, 3)).toEqual(['a1', 'a2', 'b1']);
    expect(await turnsOf([])).toEqual([]);
    const [read] = await store.read((unit) => unit.memories.turnsOf(['a'], {}, 1));
    expect(read).toEqual({ id: first?.id, session: 'a', title: 'a1', content: first?.content });
  });

  it('are conversation alone, and what the filter lets through', async () => {
    await add(
      turn('a', 'said', 1),
      { ...turn('a', 'taken back', 2), deletedAt: 1 },
      { ...turn('a', 'decided', 3), category: 'decision' },
      { ...turn('a', 'elsewhere', 4), project: null },
    );
    expect(await turnsOf(['a'])).toEqual(['said', 'elsewhere']);
    expect(await turnsOf(['a'], { projects: ['example.org/group/app'] })).toEqual(['said']);
  });
});

describe('the full-text index', () => {
  it('finds words in every part, in other forms, and ranks a title over a text', async () => {
    await add(
      { title: 'Plain', content: 'About migrating the database' },
      { title: 'Database migrations', content: 'Something else' },
      { title: 'Why', why: 'Databases are slow' },
      { title: 'Tag', tags: ['database'] },
      { title: 'Entity', entities: ['example.org/group/database!3'] },
    );
    const hits = await store.read((unit) => unit.texts.search(queryOf('database', 'migration'), {}, 10));
    expect(hits[0]?.memory.title).toBe('Database migrations');
    expect(hits.map(({ memory }) => memory.title).toSorted()).toEqual([
      'Database migrations',
      'Entity',
      'Plain',
      'Tag',
      'Why',
    ]);
    expect(hits.map(({ bm25 }) => bm25)).toEqual(hits.map(({ bm25 }) => bm25).toSorted((a, b) => b - a));
    expect(hits.at(-1)?.bm25).toBeGreaterThan(0);
    expect(await found({ terms: [{ text: 'datab', isPrefix: true }], phrases: [] }, {}, 2)).toHaveLength(2);
  });

  it('takes whatever people type as words', async () => {
    await add({ title: 'Quoted', content: 'say "hello" OR NOT near(this) title:that *' });
    for (const term of ['"hello"', 'OR', 'near(', 'title:that', 'NOT', '(', "'", '-', '*', '^say', 'a"b'])
      await expect(found([term])).resolves.toBeInstanceOf(Array);
    expect(await found(['"hello"'])).toEqual(['Quoted']);
    expect(await found(['(', '*', ''])).toEqual([]);
    expect(await found([])).toEqual([]);
  });

  it('follows edits, deletion, undo and purge', async () => {
    let memory = await addOne({ title: 'Moves', content: 'zebra', entities: ['!1'], tags: ['stripes'] });
    memory = await change(memory, { content: 'giraffe', entities: ['!2'], tags: [] });
    expect([await found(['zebra']), await found(['stripes']), await found(['giraffe'])]).toEqual([
      [],
      [],
      ['Moves'],
    ]);
    const ofEntity = async (reference: string) =>
      (await store.read((unit) => unit.memories.findByEntities([reference], {}, 5))).map(({ id }) => id);
    expect([await ofEntity('!1'), await ofEntity('!2')]).toEqual([[], [memory.id]]);
    memory = await change(memory, { deletedAt: 9 });
    expect([await found(['giraffe']), await ofEntity('!2')]).toEqual([[], []]);
    memory = await change(memory, { deletedAt: null, content: 'okapi' });
    expect([await found(['giraffe']), await found(['okapi']), await ofEntity('!2')]).toEqual([
      [],
      ['Moves'],
      [memory.id],
    ]);
    expect(await store.checkIntegrity()).toBe('ok');
    await store.write((unit) => unit.memories.purge([memory.id]));
    expect([await found(['okapi']), await ofEntity('!2')]).toEqual([[], []]);
    expect(await store.checkIntegrity()).toBe('ok');
  });

  it('shows the place in a long text where the words are', async () => {
    const filler = 'lorem ipsum dolor sit amet '.repeat(40);
    await add({ content: `${filler} the owner holds the port while ${filler}` });
    const [hit] = await store.read((unit) => unit.texts.search(queryOf('ports', 'owner'), {}, 1));
    expect(hit?.snippet).toContain('the owner holds the port');
    expect(hit?.snippet.length).toBeLessThan(180);
  });

  it('says in how many living memories a word is', async () => {
    const memories = await add(
      { content: 'alpha beta' },
      { content: 'alpha' },
      { content: 'alphas', why: 'beta' },
    );
    const frequencies = async (...terms: string[]) => {
      const { total, counts } = await store.read((unit) => unit.texts.documentFrequencies(terms));
      return [total, ...terms.map((term) => counts.get(term))];
    };
    expect(await frequencies('alpha', 'beta', 'gamma', '"')).toEqual([3, 3, 2, 0, 0]);
    const [first] = memories;
    if (first) await change(first, { deletedAt: 3 });
    expect(await frequencies('alpha', 'beta')).toEqual([2, 2, 1]);
    await store
      .write(async (unit) => {
        await unit.memories.insert(sampleMemory({ content: 'alpha' }));
        throw new Error('no');
      })
      .catch(() => {});
    expect(await frequencies('alpha')).toEqual([2, 2]);
  });

  it('keeps the count of a frequent word about right while memories come', async () => {
    const insert = (count: number) => add(...Array.from({ length: count }, () => ({ content: 'frequent' })));
    const count = async () =>
      (await store.read((unit) => unit.texts.documentFrequencies(['frequent']))).counts.get('frequent');
    await insert(600);
    expect(await count()).toBe(600);
    await insert(100);
    expect(await count()).toBe(700);
  });
});
