import { describe, expect, it } from 'vitest';
import type { MemoryFilter } from '../../../src/store/ports/memoryFilter.ts';
import { GivenStore, type OpenStore } from './givenStore.ts';

/** What a filter and a page mean beyond the fields of a memory, in lists and wherever else a filter is taken. */
export function describeMemoryFilters(openStore: OpenStore): void {
  const given = new GivenStore(openStore);
  const { read, add, listed, found } = given;
  const isAny = (filter: MemoryFilter) => read((unit) => unit.memories.isAny(filter));

  it.each<[string, MemoryFilter, string[]]>([
    [
      'what others than the person may only propose left out',
      { acceptedOnly: true },
      ['mine', 'fact', 'rule'],
    ],
    ['what no session notes for itself', { seenFrom: null }, ['foreign', 'fact', 'order', 'rule']],
    ['what one session sees', { seenFrom: 'ours' }, ['mine', 'foreign', 'fact', 'order', 'rule']],
    ['tombstones alone', { onlyDeleted: true }, ['gone']],
    ['a time that ends before its last moment', { since: 20, until: 40 }, ['fact', 'order']],
    ['several things at once', { categories: ['directive'], acceptedOnly: true, since: 5 }, ['rule']],
  ])('let through %s', async (_what, filter, titles) => {
    await add(
      { title: 'rule', category: 'directive', trust: 'user', createdAt: 10 },
      { title: 'order', category: 'directive', trust: 'agent', createdAt: 20 },
      { title: 'fact', category: 'fact', trust: 'agent', createdAt: 30 },
      { title: 'foreign', project: null, scope: 'global', trust: 'external', createdAt: 40 },
      { title: 'mine', scope: 'session', session: 'ours', createdAt: 50 },
      { title: 'gone', createdAt: 60, deletedAt: 1 },
    );
    expect(await listed(filter)).toEqual(titles);
    expect(await isAny(filter)).toBe(true);
    const counts = await read((unit) => unit.memories.counts(filter));
    expect(counts.total).toBe(titles.length);
    expect((await found(['content'], filter)).toSorted()).toEqual(
      titles.filter((title) => title !== 'gone').toSorted(),
    );
  });

  it('say whether there is any, also when there is none', async () => {
    expect(await isAny({})).toBe(false);
    await add({ project: 'a' }, { project: 'b', deletedAt: 1 });
    expect(await Promise.all([{}, { projects: ['a'] }, { projects: ['b'] }].map(isAny))).toEqual([
      true,
      true,
      false,
    ]);
    expect(await isAny({ projects: ['b'], includeDeleted: true })).toBe(true);
  });

  describe('pages', () => {
    it('begin with what is pinned, the person’s before others’, and have no further ones then', async () => {
      await add(
        { title: 'own pin', pinned: true, trust: 'user', createdAt: 1 },
        { title: 'other pin', pinned: true, trust: 'agent', createdAt: 2 },
        { title: 'plain', createdAt: 3 },
        { title: 'newest', createdAt: 4 },
      );
      const page = await read((unit) => unit.memories.list({}, { limit: 3, pinnedFirst: true }));
      expect(page.memories.map(({ title }) => title)).toEqual(['own pin', 'other pin', 'newest']);
      expect([page.nextCursor, page.total]).toEqual([null, 4]);
    });

    it('end early where the texts are long, and never without a memory', async () => {
      await add(
        ...['ü', 'x', 'x', 'x'].map((letter, index) => ({
          title: `t${index}`,
          content: letter.repeat(1_000),
          createdAt: index,
        })),
      );
      const titles = async (bytes: number, cursor?: string) => {
        const page = { limit: 10, bytes, ...(cursor === undefined ? {} : { cursor }) };
        const { memories, nextCursor } = await read((unit) => unit.memories.list({}, page));
        return { titles: memories.map(({ title }) => title), nextCursor };
      };
      const first = await titles(2_500);
      expect(first.titles).toEqual(['t3', 't2']);
      // A letter of two bytes counts as two.
      const second = await titles(2_500, first.nextCursor ?? '');
      expect(second.titles).toEqual(['t1']);
      expect((await titles(1, second.nextCursor ?? '')).titles).toEqual(['t0']);
    });
  });

  it('hold for references too, newest first and not too many', async () => {
    const entities = ['example.org/group/app!7'];
    await add(
      { title: 'first', entities, createdAt: 1 },
      { title: 'other', entities: ['example.org/group/app!77'], createdAt: 2 },
      { title: 'third', entities: [...entities, 'ADR-7'], createdAt: 3 },
      { title: 'elsewhere', entities, project: 'b', createdAt: 4 },
    );
    const named = async (references: string[], filter: MemoryFilter, limit = 9) =>
      (await read((unit) => unit.memories.findByEntities(references, filter, limit))).map(
        ({ title }) => title,
      );
    expect(await named(entities, {})).toEqual(['elsewhere', 'third', 'first']);
    expect(await named(entities, {}, 2)).toEqual(['elsewhere', 'third']);
    expect(await named([...entities, 'ADR-7'], { projects: ['example.org/group/app'] })).toEqual([
      'third',
      'first',
    ]);
    expect(await named([], {})).toEqual([]);
  });
}
