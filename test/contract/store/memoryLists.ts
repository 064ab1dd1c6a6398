import { describe, expect, it } from 'vitest';
import type { ListOrder } from '../../../src/core/memory/listOrder.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { reviewDueAt } from '../../../src/core/memory/reviewDueAt.ts';
import type { MemoryFilter } from '../../../src/store/ports/memoryFilter.ts';
import { GivenStore, type OpenStore } from './givenStore.ts';

/** Many memories: filters, pages, counts and conversations. */
export function describeMemoryLists(openStore: OpenStore): void {
  const given = new GivenStore(openStore);
  const { read, add, addOne, found } = given;

  describe('lists', () => {
    it('are newest first, page by page, without gaps where times are equal', async () => {
      await add(...Array.from({ length: 25 }, (_, index) => ({ title: `t${index}`, createdAt: index >> 2 })));
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = { limit: 7, ...(cursor === undefined ? {} : { cursor }) };
        const { memories, nextCursor, total } = await read((unit) => unit.memories.list({}, page));
        expect(total).toBe(25);
        seen.push(...memories.map(({ createdAt, id }) => `${createdAt}:${id}`));
        cursor = nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(new Set(seen).size).toBe(25);
      expect(seen).toEqual(seen.toSorted().toReversed());
      await expect(
        read((unit) => unit.memories.list({}, { limit: 1, cursor: 'nonsense' })),
      ).rejects.toMatchObject({ code: 'invalid_input' });
    });

    it.each<[ListOrder, string[]]>([
      ['newest', ['e', 'd', 'C', 'b', 'a']],
      ['oldest', ['a', 'b', 'C', 'd', 'e']],
      ['updated', ['a', 'e', 'd', 'C', 'b']],
      ['most_recalled', ['C', 'e', 'd', 'b', 'a']],
      ['title', ['a', 'b', 'C', 'd', 'e']],
    ])('come in the order %s, by cursor and by number', async (order, wanted) => {
      await add(
        { title: 'a', createdAt: 1, updatedAt: 9 },
        { title: 'b', createdAt: 2, updatedAt: 2 },
        { title: 'C', createdAt: 3, updatedAt: 3, recallCount: 2 },
        { title: 'd', createdAt: 4, updatedAt: 4 },
        { title: 'e', createdAt: 5, updatedAt: 5 },
      );
      const titles: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null;) {
        const page = { limit: 2, order, ...(cursor === undefined ? {} : { cursor }) };
        const { memories, nextCursor } = await read((unit) => unit.memories.list({}, page));
        titles.push(...memories.map(({ title }) => title));
        cursor = nextCursor;
      }
      expect(titles).toEqual(wanted);
      const third = { limit: 2, order, offset: 2 };
      const { memories, nextCursor } = await read((unit) => unit.memories.list({}, third));
      expect(memories.map(({ title }) => title)).toEqual(wanted.slice(2, 4));
      const last = { limit: 2, order, cursor: nextCursor ?? '' };
      expect((await read((unit) => unit.memories.list({}, last))).memories.map(({ title }) => title)).toEqual(
        wanted.slice(4),
      );
      const foreign = Buffer.from('somewhere@2').toString('base64url');
      await expect(
        read((unit) => unit.memories.list({}, { limit: 2, order, cursor: foreign })),
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
      const listed = await read((unit) => unit.memories.list(filter, { limit: 10 }));
      expect(listed.memories.map(({ title }) => title)).toEqual(titles);
      expect(listed.total).toBe(titles.length);
      expect((await read((unit) => unit.memories.counts(filter))).total).toBe(titles.length);
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
      const counts = await read((unit) => unit.memories.counts({}));
      expect(counts).toMatchObject({
        total: 3,
        byCategory: { blocker: 2, decision: 1 },
        byStatus: { active: 2, resolved: 1 },
        openBlockers: 1,
      });
      expect(counts.byCategoryAndStatus.reduce((sum, { count }) => sum + count, 0)).toBe(counts.total);
      for (const { category, count } of counts.byCategoryAndStatus)
        expect(count).toBeLessThanOrEqual(counts.byCategory[category] ?? 0);
      expect(counts.byProject).toContainEqual({ project: null, count: 1 });
      expect(counts.byProject).toContainEqual({ project: 'example.org/group/app', count: 2 });
    });

    it('are counted by whom they are for, with the times of the first and the last', async () => {
      await add(
        { createdAt: 20 },
        { createdAt: 10 },
        { project: null, scope: 'global', createdAt: 40 },
        { deletedAt: 1, createdAt: 1 },
      );
      const spans = await read((unit) => unit.memories.spans({}));
      expect(spans).toEqual([
        { scope: 'global', count: 1, oldest: 40, newest: 40 },
        { scope: 'project', count: 2, oldest: 10, newest: 20 },
      ]);
      expect(await read((unit) => unit.memories.spans({ projects: ['nobody'] }))).toEqual([]);
    });

    it('hold candidates, and what is in force, whose time is over', async () => {
      const late = await addOne({ status: 'candidate', expiresAt: 100 });
      const past = await addOne({ expiresAt: 110 });
      const resolved = await addOne({ category: 'blocker', status: 'resolved', expiresAt: 120 });
      await add({ status: 'candidate', expiresAt: 300 }, { expiresAt: 300 }, { status: 'candidate' });
      await add({ status: 'archived', expiresAt: 100 }, { expiresAt: 100, deletedAt: 1 });
      expect(await read((unit) => unit.memories.findExpired(200, 10))).toEqual([late, past, resolved]);
    });
  });

  describe('what is due', () => {
    const day = 24 * 3_600_000;
    const once = (at: number) => ({ reminder: { at, recurrence: null } });
    const titlesOf = (memories: readonly Memory[]) => memories.map(({ title }) => title);

    it('is what somebody wanted to be reminded of by now, the longest due first', async () => {
      await add(
        { title: 'late', ...once(200) },
        { title: 'early', ...once(100) },
        { title: 'tomorrow', ...once(301) },
        { title: 'elsewhere', project: 'other', ...once(1) },
        { title: 'gone', deletedAt: 1, ...once(1) },
        { title: 'put away', status: 'archived', ...once(1) },
        { title: 'now', ...once(300) },
        { title: 'never' },
      );
      const ask = (filter: MemoryFilter, limit = 10) =>
        read((unit) => unit.memories.findDue(300, filter, limit));
      const here: MemoryFilter = { projects: ['example.org/group/app', null], statuses: ['active'] };
      expect(titlesOf(await ask(here))).toEqual(['early', 'late', 'now']);
      expect(titlesOf(await ask(here, 1))).toEqual(['early']);
      expect(titlesOf(await ask({ projects: ['other'] }))).toEqual(['elsewhere']);
    });

    it('is what nobody has looked at for longer than was asked for', async () => {
      const now = 100 * day;
      const review = (reviewedAt: number | null, everyDays: number | null) => ({
        createdAt: 50 * day,
        review: { reviewedAt, everyDays },
      });
      const all = await add(
        { title: 'never looked at', ...review(null, 30) },
        { title: 'long ago', ...review(60 * day, 7) },
        { title: 'just due', ...review(90 * day, 10) },
        { title: 'fresh', ...review(90 * day + 1, 10) },
        { title: 'no interval', ...review(1, null) },
        { title: 'none', createdAt: 1 },
      );
      const found = titlesOf(await read((unit) => unit.memories.findUnreviewed(now, {}, 10)));
      expect(found).toEqual(['long ago', 'never looked at', 'just due']);
      const overdue = all.filter((memory) => (reviewDueAt(memory) ?? Infinity) <= now);
      expect(new Set(titlesOf(overdue))).toEqual(new Set(found));
    });
  });

  describe('mentions', () => {
    it('are one for each memory and reference, of the newest memories first', async () => {
      await add(
        { entities: ['!1', '#2'], createdAt: 10 },
        { entities: ['!1'], createdAt: 30 },
        { entities: ['&3', '!1'], createdAt: 20, project: null },
        { entities: ['!9'], createdAt: 40, deletedAt: 1 },
        { createdAt: 50 },
      );
      const ask = (filter: MemoryFilter, limit: number) =>
        read((unit) => unit.memories.mentions(filter, limit));
      const all = [
        { reference: '!1', createdAt: 30 },
        { reference: '!1', createdAt: 20 },
        { reference: '&3', createdAt: 20 },
        { reference: '!1', createdAt: 10 },
        { reference: '#2', createdAt: 10 },
      ].toSorted((a, b) => b.createdAt - a.createdAt || (a.reference < b.reference ? -1 : 1));
      expect(await ask({}, 10)).toEqual(all);
      expect(await ask({}, 2)).toEqual(all.slice(0, 2));
      expect(await ask({ since: 20 }, 10)).toEqual(all.slice(0, 3));
      expect(await ask({ projects: [null] }, 10)).toEqual(all.slice(1, 3));
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
      (await read((unit) => unit.memories.turnsOf(sessions, filter, limit))).map(({ title }) => title);

    it('come session by session as asked for, each in the order in which it was said', async () => {
      await add(turn('b', 'b2', 20), turn('a', 'a2', 40), turn('b', 'b1', 10), turn('c', 'c1', 5));
      const [first] = await add(turn('a', 'a1', 30));
      expect(await turnsOf(['b', 'a'])).toEqual(['b1', 'b2', 'a1', 'a2']);
      expect(await turnsOf(['a', 'b'], {}, 3)).toEqual(['a1', 'a2', 'b1']);
      expect(await turnsOf([])).toEqual([]);
      const [said] = await read((unit) => unit.memories.turnsOf(['a'], {}, 1));
      expect(said).toEqual({ id: first?.id, session: 'a', title: 'a1', content: first?.content });
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
}
