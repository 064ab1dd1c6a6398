import { describe, expect, it } from 'vitest';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { GivenStore, type OpenStore, queryOf } from './givenStore.ts';

/** Memories by their words: what is found, what comes first, and how often a word is there. */
export function describeTexts(openStore: OpenStore): void {
  const given = new GivenStore(openStore);
  const { read, write, check, add, addOne, change, found } = given;

  describe('the full-text index', () => {
    it('finds words in every part, in other forms, and ranks a title over a text', async () => {
      await add(
        { title: 'Plain', content: 'About migrating the database' },
        { title: 'Database migrations', content: 'Something else' },
        { title: 'Why', why: 'Databases are slow' },
        { title: 'Tag', tags: ['database'] },
        { title: 'Entity', entities: ['example.org/group/database!3'] },
      );
      const hits = await read((unit) => unit.texts.search(queryOf('database', 'migration'), {}, 10));
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
        (await read((unit) => unit.memories.findByEntities([reference], {}, 5))).map(({ id }) => id);
      expect([await ofEntity('!1'), await ofEntity('!2')]).toEqual([[], [memory.id]]);
      memory = await change(memory, { deletedAt: 9 });
      expect([await found(['giraffe']), await ofEntity('!2')]).toEqual([[], []]);
      memory = await change(memory, { deletedAt: null, content: 'okapi' });
      expect([await found(['giraffe']), await found(['okapi']), await ofEntity('!2')]).toEqual([
        [],
        ['Moves'],
        [memory.id],
      ]);
      expect(await check()).toBe('ok');
      await write((unit) => unit.memories.purge([memory.id]));
      expect([await found(['okapi']), await ofEntity('!2')]).toEqual([[], []]);
      expect(await check()).toBe('ok');
    });

    it('shows the place in a long text where the words are', async () => {
      const filler = 'lorem ipsum dolor sit amet '.repeat(40);
      await add({ content: `${filler} the owner holds the port while ${filler}` });
      const [hit] = await read((unit) => unit.texts.search(queryOf('ports', 'owner'), {}, 1));
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
        const { total, counts } = await read((unit) => unit.texts.documentFrequencies(terms));
        return [total, ...terms.map((term) => counts.get(term))];
      };
      expect(await frequencies('alpha', 'beta', 'gamma', '"')).toEqual([3, 3, 2, 0, 0]);
      const [first] = memories;
      if (first) await change(first, { deletedAt: 3 });
      expect(await frequencies('alpha', 'beta')).toEqual([2, 2, 1]);
      await write(async (unit) => {
        await unit.memories.insert(sampleMemory({ content: 'alpha' }));
        throw new Error('no');
      }).catch(() => {});
      expect(await frequencies('alpha')).toEqual([2, 2]);
    });

    it('counts rare words, and others no further than is asked for', async () => {
      await add({ content: 'alpha beta' }, { content: 'alpha beta' }, { content: 'alphas', why: 'gamma' });
      const rare = async (most: number) => {
        const { total, counts } = await read((unit) =>
          unit.texts.rareFrequencies(['alpha', 'beta', 'gamma', 'delta', '"'], most),
        );
        return [total, ...counts.values()];
      };
      expect(await rare(10)).toEqual([3, 3, 2, 1, 0, 0]);
      expect(await rare(1)).toEqual([3, 2, 2, 1, 0, 0]);
      await add({ content: 'gamma' });
      expect(await rare(1)).toEqual([4, 2, 2, 2, 0, 0]);
    });

    it('counts a word anew that was in more than was asked for, when much has changed or more is asked for', async () => {
      const memories = await add(...Array.from({ length: 8 }, () => ({ content: 'alpha' })));
      const rare = async (most: number) =>
        (await read((unit) => unit.texts.rareFrequencies(['alpha'], most))).counts.get('alpha');
      expect(await rare(3)).toBe(4);
      expect(await rare(6)).toBe(7);
      expect(await rare(3)).toBe(4);
      expect(await rare(10)).toBe(8);
      for (const memory of memories.slice(0, 6)) await change(memory, { deletedAt: 3 });
      expect(await rare(3)).toBe(2);
      expect(await rare(1)).toBe(2);
      let within: number | undefined;
      await write(async (unit) => {
        for (let more = 0; more < 4; more += 1)
          await unit.memories.insert(sampleMemory({ content: 'alpha' }));
        within = (await unit.texts.rareFrequencies(['alpha'], 3)).counts.get('alpha');
        throw new Error('no');
      }).catch(() => {});
      expect(within).toBe(4);
      expect(await rare(3)).toBe(2);
    });

    it('keeps the count of a frequent word about right while memories come', async () => {
      const insert = (count: number) =>
        add(...Array.from({ length: count }, () => ({ content: 'frequent' })));
      const count = async () =>
        (await read((unit) => unit.texts.documentFrequencies(['frequent']))).counts.get('frequent');
      await insert(600);
      expect(await count()).toBe(600);
      await insert(100);
      expect(await count()).toBe(700);
    });
  });
}
