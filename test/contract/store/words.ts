import { describe, expect, it } from 'vitest';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { isLikelySlip } from '../../../src/core/text/oneEdit.ts';
import { porterStem } from '../../../src/core/text/porterStem.ts';
import { parseRecallQuery } from '../../../src/recall/question/recallQuery.ts';
import type { LexicalQuery, LexicalTerm } from '../../../src/store/ports/textIndex.ts';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { seededRandom } from '../../../dev/random/seededRandom.mjs';
import { GivenStore, type OpenStore } from './givenStore.ts';

/** What people type: names in code, phrases, beginnings, slips, and other ways to write a word. */
export function describeWords(openStore: OpenStore): void {
  const given = new GivenStore(openStore);
  const { read, write, change } = given;
  const add = (...contents: (string | Partial<Memory>)[]) =>
    given.add(...contents.map((each) => (typeof each === 'string' ? { title: each, content: each } : each)));
  const search = (query: LexicalQuery) => given.found(query, {}, 50);

  /** What a person's words find: taken apart, expanded, searched for. */
  const find = (words: string): Promise<string[]> => {
    const { terms, phrases } = parseRecallQuery(words, null);
    return read(async (unit) => {
      const expanded = await unit.texts.expandTerms(terms);
      const hits = await unit.texts.search({ terms: expanded.terms, phrases }, {}, 50);
      return hits.map(({ memory }) => memory.title);
    });
  };
  const expand = (...terms: (string | LexicalTerm)[]) =>
    read((unit) =>
      unit.texts.expandTerms(terms.map((term) => (typeof term === 'string' ? { text: term } : term))),
    );
  const correctionsOf = async (...words: string[]) => (await expand(...words)).corrections;

  describe('names in code', () => {
    it('meet in whatever way they are written', async () => {
      const ways = ['the userName field', 'the user_name field', 'the user name field', 'the username field'];
      await add(...ways, 'something about nobody');
      for (const query of ['userName', 'user_name', 'user name', 'username', 'USER_NAME'])
        expect([query, (await find(query)).toSorted()]).toEqual([query, ways.toSorted()]);
    });

    it('meet where only two words were written, and one is asked for', async () => {
      await add('the user name field', 'something about nobody');
      expect(await find('username')).toEqual(['the user name field']);
      expect(await correctionsOf('username')).toEqual([{ from: 'username', to: 'user name' }]);
    });

    it.each([
      ['HTTPServer', 'the server'],
      ['src/store/sqlite/sqliteStore.ts', 'sqlite store'],
      ['ERR_MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'],
      ['ERR_MODULE_NOT_FOUND', 'errModuleNotFound'],
      ['error TS2345', '2345'],
      ['released v2.3.1', '2.3.1'],
      ['released v2.3.1', 'version 2.3'],
      ['UTF-8', 'utf8'],
      ['k8s', 'k8s'],
      ['ECONNREFUSED', 'connrefused'],
      ['currentUserName', 'username'],
    ])('%j is found by %j', async (title, query) => {
      await add(title, 'something else entirely, 3.1.2 of it');
      expect(await find(query)).toContain(title);
      expect(await find(query)).not.toContain('something else entirely, 3.1.2 of it');
    });

    it('count less by their parts than by the words themselves', async () => {
      await add('a parser of json', 'the parseJsonFile function');
      expect((await find('json'))[0]).toBe('a parser of json');
    });
  });

  describe('phrases and beginnings', () => {
    it('hold words together in any part, beside other words', async () => {
      await add(
        { title: 'a', content: 'the rate limit is per client' },
        { title: 'b', content: 'limit the rate of clients' },
        { title: 'c', content: 'x', why: 'a rate limit' },
      );
      expect((await search({ terms: [], phrases: ['rate limit'] })).toSorted()).toEqual(['a', 'c']);
      expect(await search({ terms: [{ text: 'client' }], phrases: ['rate limit'] })).toEqual(['a', 'c']);
      expect(await search({ terms: [], phrases: ['rate limit', 'per client'] })).toEqual(['a']);
      expect(await search({ terms: [{ text: 'client' }], phrases: ['limit client'] })).toEqual([]);
    });

    it('find words by how they begin, and other words with them', async () => {
      await add('configuration of the proxy', 'the configurator', 'proxies', 'something else');
      expect((await find('config*')).toSorted()).toEqual(['configuration of the proxy', 'the configurator']);
      expect(await find('config* proxy')).toHaveLength(3);
      expect((await find('config* proxy'))[0]).toBe('configuration of the proxy');
    });

    it('take whatever is typed', async () => {
      await add('say "hello" OR NOT near(this) title:that');
      const random = seededRandom(3);
      const pieces = Array.from('"*:()^-+\'\\{}[],.\0 \t\n').concat([
        'AND',
        'OR',
        'NOT',
        'NEAR',
        'hello',
        'title:',
        '🎉',
        'é',
        'ﬀ',
        '\ud800',
        '́',
        '漢字',
        '""',
        '\u{10ffff}',
      ]);
      for (let round = 0; round < 400; round += 1) {
        const text = Array.from(
          { length: 1 + Math.floor(random() * 8) },
          () => pieces[Math.floor(random() * pieces.length)] ?? '',
        ).join(random() < 0.5 ? '' : ' ');
        await expect(find(text)).resolves.toBeInstanceOf(Array);
        for (const query of [
          { terms: [{ text }], phrases: [] },
          { terms: [{ text, isPrefix: true, weight: 0.5 }, { text: 'hello' }], phrases: [] },
          { terms: [], phrases: [text] },
          { terms: [{ text: 'hello' }], phrases: [text] },
        ])
          await expect(search(query)).resolves.toBeInstanceOf(Array);
      }
    });
  });

  describe('a word that no memory has', () => {
    it.each(['recll', 'reccall', 'recqll', 'reclal', 'ercall'])('%s is read as recall', async (typo) => {
      await add('the recall of memories', 'the record of things');
      expect(await correctionsOf(typo)).toEqual([{ from: typo, to: 'recall' }]);
      expect(await find(typo)).toEqual(['the recall of memories']);
    });

    it('counts less than the word itself', async () => {
      await add('a plain deployment', 'a department');
      expect((await expand('deploymnt')).terms).toEqual([
        { text: 'deployment', weight: 0.8, standsFor: ['deploymnt'], documents: 1 },
      ]);
    });

    it('is left alone where it is known, short, a number, or begins otherwise', async () => {
      await add('mouse, port 3000, v12 and a cat, then this');
      for (const word of ['mouse', 'house', 'port3001', '3001', 'v13', 'cas', 'thsi', 'zzzzzz'])
        expect([word, await correctionsOf(word)]).toEqual([word, []]);
      expect((await expand('house')).terms).toEqual([{ text: 'house', documents: 0 }]);
    });

    it('finds the names that contain it, and the words that begin with it, but not other words', async () => {
      await add('ECONNREFUSED again', 'a replacement', 'autocompletion');
      expect(await correctionsOf('connrefused')).toEqual([{ from: 'connrefused', to: 'econnrefused' }]);
      expect(await correctionsOf('autocompl')).toEqual([{ from: 'autocompl', to: 'autocompletion' }]);
      expect(await correctionsOf('lacement')).toEqual([]);
    });

    it('becomes known and unknown with the memories', async () => {
      const [memory] = await add('a giraffe');
      if (!memory) throw new Error('Nothing was added');
      expect(await correctionsOf('girafe')).toHaveLength(1);
      await change(memory, { title: 'x', content: 'an okapi' });
      expect(await correctionsOf('girafe')).toEqual([]);
      expect(await correctionsOf('okapu')).toHaveLength(1);
      const inside: number[] = [];
      await write(async (unit) => {
        await unit.memories.insert(sampleMemory({ content: 'a platypus' }));
        inside.push((await unit.texts.expandTerms([{ text: 'platipus' }])).corrections.length);
        throw new Error('no');
      }).catch(() => {});
      expect(inside).toEqual([1]);
      expect(await correctionsOf('platipus')).toEqual([]);
      await add('a platypus');
      expect(await correctionsOf('platipus')).toHaveLength(1);
    });

    it('is read as every known word that may have been meant, and no other', async () => {
      const random = seededRandom(5);
      const word = (): string =>
        Array.from(
          { length: 4 + Math.floor(random() * 4) },
          () => 'bcd'[Math.floor(random() * 3)] ?? '',
        ).join('');
      const known = [...new Set(Array.from({ length: 150 }, word))];
      await add(known.join(' '));
      const stems = new Set(known.map(porterStem));
      let corrected = 0;
      for (let round = 0; round < 150; round += 1) {
        const asked = word();
        if (stems.has(porterStem(asked))) continue;
        const near = known.filter((each) => isLikelySlip(asked, each));
        const { corrections } = await expand(asked);
        const typos = corrections.map(({ to }) => to).filter((to) => isLikelySlip(asked, to));
        if (corrections.some(({ to }) => to.includes(' '))) continue;
        expect([asked, typos.every((to) => near.includes(to)), typos.length]).toEqual([
          asked,
          true,
          Math.min(3, near.length),
        ]);
        corrected += typos.length;
      }
      expect(corrected).toBeGreaterThan(20);
    });
  });

  describe('other ways to write a word', () => {
    it('are two words as one', async () => {
      await add('a database', 'a data warehouse', 'the base');
      expect((await expand('data', 'base')).terms.at(-1)).toEqual({
        text: 'database',
        weight: 0.8,
        standsFor: ['data', 'base'],
        documents: 1,
      });
      expect(await find('data base')).toContain('a database');
    });
  });
}
