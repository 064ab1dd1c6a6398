import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadBuiltInEmbedder } from '../../../src/embed/builtIn/loadBuiltInEmbedder.ts';
import { getContextOperation } from '../../../src/protocol/operations/recall/getContext.ts';
import { getMemoryOperation } from '../../../src/protocol/operations/memories/getMemory.ts';
import type { OutputOf } from '../../../src/protocol/operation.ts';
import { listMemoriesOperation } from '../../../src/protocol/operations/memories/listMemories.ts';
import { updateMemoryTool } from '../../../src/protocol/tools/updateMemoryTool.ts';
import { OperationsBench, projectId, refusal } from '../../../dev/operations/operationsBench.ts';

let bench: OperationsBench;
beforeEach(async () => {
  bench = await OperationsBench.open(loadBuiltInEmbedder());
});
afterEach(() => bench.close());

const titles = ({ memories }: { memories: { title: string }[] }): string[] =>
  memories.map(({ title }) => title);

describe('get_memory', () => {
  it('shows everything, by short and whole ids, and names what is missing', async () => {
    const { memory } = await bench.remember('We use pnpm. It is faster.', {
      category: 'decision',
      why: 'Speed',
      tags: ['build'],
      entities: ['!12'],
    });
    const answer = await bench.call(getMemoryOperation, {
      ids: [memory.id, `[${memory.shortId}]`, 'ffffffffff', 'not-an-id'],
    });
    expect(answer.memories).toHaveLength(1);
    expect(answer.missing).toEqual(['ffffffffff', 'not-an-id']);
    for (const part of [
      'We use pnpm. It is faster.',
      'Why: Speed',
      'About: !12',
      'Tags: build',
      `[${memory.shortId}] decision · now · user`,
    ])
      expect(answer.text).toContain(part);
    expect(answer.text).toContain('Not found: ffffffffff, not-an-id');
  });
});

describe('get_context', () => {
  it('collects what is known about an entity, open blockers first', async () => {
    await bench.remember('!12 adds the cache', { category: 'decision' });
    await bench.remember('!12 waits for the security review', { category: 'blocker' });
    await bench.remember('!13 is another one');
    const answer = await bench.call(getContextOperation, {
      entity_ref: 'https://gitlab.com/group/proj/-/merge_requests/12',
    });
    expect(answer).toMatchObject({ entity: '!12', openBlockers: 1, project: projectId });
    expect(answer.memories.map(({ category }) => category)).toEqual(['blocker', 'decision']);
    expect(answer.text).toContain('!12: 2 memories, 1 open blocker');
    expect(answer.text).toContain('blocker (open)');
  });

  it('meets short and full shas, and names that are no references', async () => {
    await bench.remember('Broken since commit 1a2b3c4d5e6f70819293a4b5c6d7e8f901234567', {
      entities: ['Payment Service'],
    });
    for (const entity_ref of ['1a2b3c4', 'commit 1a2b3c4d5e', 'payment service'])
      expect((await bench.call(getContextOperation, { entity_ref })).memories).toHaveLength(1);
  });

  it('finds in another project what is written there in short form', async () => {
    await bench.remember('!12 renames the package', {}, { project: 'https://gitlab.com/group/other.git' });
    expect((await bench.call(getContextOperation, { entity_ref: '!12' })).memories).toEqual([]);
    expect((await bench.call(getContextOperation, { entity_ref: 'group/other!12' })).memories).toHaveLength(
      1,
    );
  });

  it('says that nothing is known, and when no project is', async () => {
    const answer = await bench.call(getContextOperation, { entity_ref: '&7' }, { project: undefined });
    expect(answer.text).toMatch(/^Nothing is remembered about &7\.\nNo project is known/);
  });
});

describe('list_memories', () => {
  it.each<[string, number, (index: number) => string]>([
    ['long texts', 5, (index) => `number ${index} ${'long '.repeat(90_000)}`],
    ['texts of several bytes a character', 5, (index) => `number ${index} ${'長い '.repeat(64_000)}`],
    [
      'one text longer than a page',
      3,
      (index) => `number ${index} ${'long '.repeat(index === 1 ? 410_000 : 9)}`,
    ],
  ])(
    'ends a page of %s by its length, and comes to the end',
    { timeout: 30_000 },
    async (_what, count, content) => {
      for (let index = 0; index < count; index += 1)
        await bench.insert({ title: `t${index}`, content: content(index) });
      for (const sought of [{}, { text: 'number' }]) {
        const found: string[] = [];
        const sizes: number[] = [];
        let pages = 0;
        for (let cursor: string | null = ''; cursor !== null; pages += 1) {
          const input = { ...sought, limit: 1000, ...(cursor === '' ? {} : { cursor }) };
          const page: OutputOf<typeof listMemoriesOperation> = await bench.call(listMemoriesOperation, input);
          found.push(...page.memories.map(({ title }) => title));
          const bytes = page.memories.reduce((sum, { content: text }) => sum + Buffer.byteLength(text), 0);
          if (page.memories.length > 1) sizes.push(bytes);
          expect(page.total).toBe(count);
          cursor = page.nextCursor;
        }
        expect(new Set(found).size).toBe(count);
        expect(found).toHaveLength(count);
        expect(pages).toBeGreaterThan(1);
        expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(2_000_000);
      }
    },
  );

  it('lists rows without texts, on one page however long those are', async () => {
    for (let index = 0; index < 3; index += 1)
      await bench.insert({ title: `t${index}`, content: `number ${index} ${'long '.repeat(150_000)}` });
    await bench.insert({
      title: 'Does t0 still hold?',
      status: 'candidate',
      links: [{ kind: 'ends', to: 'x' }],
    });
    for (const sought of [{}, { text: 'number' }, { text: 'num', order: 'relevance' as const }]) {
      const answer = await bench.call(listMemoriesOperation, { ...sought, detail: 'row', limit: 1000 });
      expect(answer.rows?.map(({ title }) => title).sort()).toEqual(['t0', 't1', 't2']);
      expect(answer).toMatchObject({ memories: [], nextCursor: null, total: 3 });
      expect(JSON.stringify(answer).length).toBeLessThan(5_000);
      expect(answer.text).toContain('· t2');
      // The same with their texts takes more than one.
      const full = await bench.call(listMemoriesOperation, { ...sought, limit: 1000 });
      expect(full.memories.length).toBeLessThan(3);
      expect(full.rows).toBeUndefined();
    }
    const { rows } = await bench.call(listMemoriesOperation, { detail: 'row', status: ['candidate'] });
    expect(rows).toMatchObject([{ isQuestion: true, pinned: false, deletedAt: null }]);
  });

  it('pages newest first with a cursor', async () => {
    for (let index = 0; index < 5; index += 1) {
      bench.now += 1_000;
      await bench.remember(`Entry number ${index}`, { tags: index % 2 === 0 ? ['even'] : [] });
    }
    const first = await bench.call(listMemoriesOperation, { limit: 2 });
    expect(titles(first)).toEqual(['Entry number 4', 'Entry number 3']);
    expect(first.total).toBe(5);
    const rest = await bench.call(listMemoriesOperation, { limit: 10, cursor: first.nextCursor ?? '' });
    expect(titles(rest)).toEqual(['Entry number 2', 'Entry number 1', 'Entry number 0']);
    expect(rest.nextCursor).toBeNull();
    expect(titles(await bench.call(listMemoriesOperation, { tag: 'EVEN' }))).toHaveLength(3);
  });

  it('pages through memories with words', async () => {
    for (let index = 0; index < 4; index += 1) await bench.remember(`Widget ${index} was painted`);
    await bench.remember('Painted walls');
    const first = await bench.call(listMemoriesOperation, { text: 'painting widgets', limit: 3 });
    expect(first).toMatchObject({ total: 4 });
    const rest = await bench.call(listMemoriesOperation, {
      text: 'painting widgets',
      limit: 3,
      cursor: first.nextCursor ?? '',
    });
    expect(rest.memories).toHaveLength(1);
    expect(rest.nextCursor).toBeNull();
    expect(await refusal(bench.call(listMemoriesOperation, { text: 'widget', cursor: 'x' }))).toMatchObject({
      code: 'invalid_input',
    });
  });

  it('lists every project, other states and tombstones on request', async () => {
    await bench.remember('Elsewhere', {}, { project: 'https://gitlab.com/group/other.git' });
    await bench.insert({ title: 'Candidate', status: 'candidate' });
    const { memory } = await bench.remember('Gone');
    await bench.call(updateMemoryTool, { memory_id: memory.id, action: 'delete' });
    expect(titles(await bench.call(listMemoriesOperation, {}))).toEqual([]);
    expect(titles(await bench.call(listMemoriesOperation, { all_projects: true }))).toEqual(['Elsewhere']);
    expect(titles(await bench.call(listMemoriesOperation, { status: ['candidate'] }))).toEqual(['Candidate']);
    expect(titles(await bench.call(listMemoriesOperation, { include_deleted: true }))).toEqual(['Gone']);
  });
});
