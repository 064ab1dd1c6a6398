import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadBuiltInEmbedder } from '../../../src/embed/builtIn/loadBuiltInEmbedder.ts';
import { recallOperation } from '../../../src/protocol/operations/recall/recall.ts';
import { updateMemoryTool } from '../../../src/protocol/tools/updateMemoryTool.ts';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';
import { day, OperationsBench } from '../../../dev/operations/operationsBench.ts';

/** What a team writes down, far enough apart for questions to be about one of them. */
const notes = [
  'Press Escape or click the backdrop to dismiss a modal; focus returns to its opener.',
  'Dark theme palettes live in tokens.css as custom properties and switch on a data attribute.',
  'Skeleton placeholders appear after 200 ms; spinners are reserved for longer actions.',
  'Postgres 16 lives on RDS in Frankfurt with a standby in Zurich.',
  'Credentials are hashed by argon2id with a salt per person.',
  'Five failed logins lock the account for fifteen minutes.',
  'Point-in-time recovery keeps WAL for seven days.',
  'Plurals follow ICU message syntax, never concatenation.',
  'Charts are drawn with uPlot; D3 is only used for the network diagram.',
  'Toasts stack at the bottom right and vanish by themselves after six seconds.',
  'Primary keys are UUIDv7, so inserts stay ordered.',
  'Locale files are filled in by volunteers on Weblate and merged nightly.',
];

let bench: OperationsBench;
beforeEach(async () => {
  bench = await OperationsBench.open(loadBuiltInEmbedder());
});
afterEach(() => bench.close());

const recall = (query: string, rest: object = {}, caller: object = {}) =>
  bench.call(recallOperation, { query, ...rest }, caller);
const contents = async (query: string, rest: object = {}): Promise<string[]> =>
  ((await recall(query, { ...rest, compact: false })).full ?? []).map(({ content }) => content);
const write = async (...texts: string[]) => {
  for (const content of texts) await bench.remember(content);
};
/** Turns of one conversation, a minute apart. */
const converse = async (session: string, ...turns: string[]) => {
  for (const content of turns) {
    bench.now += 60_000;
    await bench.insert({ category: 'conversation', session, title: content.slice(0, 40), content });
  }
};

describe('recall with the built-in model', () => {
  it('finds first what says the same in other words', async () => {
    await write(...notes);
    const paraphrases: [string, number][] = [
      ['how do I make the popup go away', 0],
      ['colours for night mode', 1],
      ['which city is the database hosted in', 3],
      ['stop people guessing passwords', 5],
      ['drawing graphs', 8],
    ];
    for (const [question, place] of paraphrases)
      expect([question, (await contents(question))[0]]).toEqual([question, notes[place]]);
  });

  it('puts what is about all of the question before what merely has one of its words', async () => {
    const traps: [question: string, answer: string, trap: string][] = [
      [
        'how heavy is the title in ranking',
        'BM25 gives the headline three times the weight of the body.',
        'Ranking experiments last two weeks.',
      ],
      [
        'window remembers its size',
        'Bounds are saved per display when the app quits.',
        'The Windows installer is signed.',
      ],
      [
        'throttle greedy callers',
        'Clients above 100 requests per minute receive 429.',
        'CPU quotas caused throttling, so limits were removed.',
      ],
    ];
    await write(...notes, ...traps.flatMap(([, answer, trap]) => [trap, answer]));
    for (const [question, answer] of traps)
      expect([question, (await contents(question))[0]]).toEqual([question, answer]);
  });

  it('finds what was not written in the words of the question by the vector alone, and says so', async () => {
    await write(...notes);
    const { explanations } = await recall('colours for night mode', { explain: true });
    expect(explanations?.[0]).toMatchObject({ words: [], model: expect.stringContaining('built-in') });
    expect(explanations?.[0]?.cosine).toBeGreaterThan(0);
    expect(Object.keys(explanations?.[0]?.parts ?? {})).toEqual(['vector']);
  });

  it('answers nothing to questions about nothing in the store', async () => {
    await write(...notes);
    for (const question of [
      'how to knit a scarf for a child',
      'how do I train for a marathon',
      'recipe for lentil soup',
      'when do tulips bloom',
    ])
      expect([question, await contents(question)]).toEqual([question, []]);
  });

  it('takes a time in the question for a filter, and tells which', async () => {
    const write = (content: string, age: number) =>
      bench.insert({ title: content, content, category: 'decision', createdAt: bench.now - age * day });
    await write('The search index is rebuilt at night', 1);
    await write('The search index moved to its own disk', 7);
    await write('The search index is sharded by customer', 40);
    const about = async (question: string) => (await contents(question)).toSorted();
    expect(await about('search index')).toHaveLength(3);
    expect(await about('search index last week')).toEqual(['The search index moved to its own disk']);
    expect(await about('what did we decide last week')).toEqual(['The search index moved to its own disk']);
    expect(await about('search index since yesterday')).toEqual(['The search index is rebuilt at night']);
    const { explanations } = await recall('search index last week', { explain: true });
    expect(explanations).toMatchObject([{ time: 'last week', parts: { time: expect.any(Number) } }]);
  });

  it('answers from other times when nothing of the time that is named is about the subject', async () => {
    await bench.insert({
      title: 'Backups',
      content: 'Backups of the database are encrypted with age',
      createdAt: bench.now - 60 * day,
    });
    await bench.insert({ title: 'Lunch', content: 'Lunch is at noon', createdAt: bench.now - 7 * day });
    expect(await contents('encrypted database backups last week')).toEqual([
      'Backups of the database are encrypted with age',
    ]);
  });

  it('reads a misspelt word as the known one, tells it, and ranks by it', async () => {
    await write(...notes);
    const answer = await recall('plurlas concatenation', { explain: true });
    expect(answer.memories[0]?.title).toContain('Plurals follow ICU');
    expect(answer.corrections).toEqual([{ from: 'plurlas', to: 'plurals' }]);
    expect(answer.explanations?.[0]?.words).toEqual(expect.arrayContaining(['plurals', 'concatenation']));
  });

  it('brings at most two that a better answer leads to, under a heading of their own', async () => {
    await write(...notes);
    const first = 'Nightly exports to the warehouse fail since !77 was merged';
    await write(first);
    const others = [
      'Marta owns !77',
      'The canteen menu is planned around !77',
      '!77 has a purple label',
      'Cake for !77',
    ];
    for (const other of others) {
      bench.now += day;
      await write(other);
    }
    const found = await recall('why do the nightly exports to the warehouse fail', { limit: 20 });
    expect(found.memories[0]?.title).toBe(first);
    expect(found.related).toHaveLength(2);
    expect(found.memories.slice(-2).map(({ id }) => id)).toEqual(found.related);
    expect(found.memories.filter(({ title }) => others.includes(title))).toHaveLength(2);
    const { text } = found;
    expect(text.indexOf('Related to what these name:')).toBeGreaterThan(text.indexOf(first));
    for (const { title } of found.memories.slice(-2))
      expect(text.indexOf(title)).toBeGreaterThan(text.indexOf('Related'));
    expect((await recall('plurals')).related).toBeUndefined();
  });

  it.each([
    'what blocks us',
    'What is blocking us right now?',
    'open blockers',
    'are we blocked today?',
    'what are we stuck on',
    'list all blockers',
  ])('lists the open blockers for "%s", the newest first', async (question) => {
    await write(...notes);
    const texts = ['The runner has no disk left', 'Waiting for the key of the vendor', 'Staging is down'];
    for (const text of texts) {
      bench.now += day;
      await bench.remember(text, { category: 'blocker' });
    }
    const closed = await bench.remember('What blocks us is the licence', { category: 'blocker' });
    await bench.call(updateMemoryTool, { memory_id: closed.memory.id, action: 'resolve' });
    await bench.remember('Road blocks are drawn in red, which blocks us', { category: 'fact' });
    const found = await recall(question, { limit: 2, explain: true });
    expect(found.memories.map(({ title }) => title)).toEqual([
      'Staging is down',
      'Waiting for the key of the vendor',
    ]);
    expect(found.total).toBe(3);
    expect(found.explanations?.[0]?.parts['kind']).toBeGreaterThan(0);
  });

  it('looks for what a blocker is about when the question says it, or none is open', async () => {
    await bench.remember('The runner has no disk left', { category: 'blocker' });
    await bench.remember('Staging is down', { category: 'blocker' });
    expect((await contents('what blocks staging'))[0]).toBe('Staging is down');
    expect(await contents('what blocks us', { category: 'decision' })).toEqual([]);
    for (const { id } of (await recall('what blocks us')).memories)
      await bench.call(updateMemoryTool, { memory_id: id, action: 'resolve' });
    await write('A road block blocks us');
    expect(await contents('what blocks us')).toContain('A road block blocks us');
  });

  it('says so when nothing has been remembered yet', async () => {
    const found = await recall('which database');
    expect([found.empty, found.text]).toEqual([
      true,
      expect.stringContaining('Nothing has been remembered here yet'),
    ]);
    await write(...notes);
    const none = await recall('the colour of the moon of another planet');
    expect([none.empty, none.text]).toEqual([undefined, expect.stringContaining('No memory answers this')]);
  });

  it('brings what is linked with the answer by an entity, and only what the filter lets through', async () => {
    await write(...notes);
    const first = 'Nightly exports to the warehouse fail since !77 was merged';
    const second = 'Marta owns !77 and is back in the office in December';
    await write(first);
    await bench.remember(second, { category: 'event' });
    const question = 'why do the nightly exports to the warehouse fail';
    const found = await recall(question, { explain: true });
    expect(found.memories.slice(0, 2).map(({ title }) => title)).toEqual([first, second]);
    expect(found.explanations?.[1]?.parts['linked']).toBeGreaterThan(0);
    expect(found.explanations?.[0]?.parts['linked']).toBeUndefined();
    const facts = await contents(question, { category: 'fact' });
    expect([facts[0], facts.includes(second)]).toEqual([first, false]);
  });

  it('links nothing past a quoted text, which every answer has', async () => {
    await write('The rate limit came with !78', 'Marta owns !78');
    expect(await contents('the rate limit came with')).toHaveLength(2);
    expect(await contents('"rate limit"')).toEqual(['The rate limit came with !78']);
  });

  it('finds the turn that answers after the turn that asks, before others that say nearly the same', async () => {
    await converse(
      'ses_a',
      'Which car do you drive these days?',
      'The one my cousin left me.',
      'The trains are late again',
      'I took the bus',
      'Which instrument did you take up for the school orchestra?',
      'The one my aunt left me.',
      'Lovely weather today',
      'So it is',
      'And which house do you live in?',
      'The one my uncle left me.',
    );
    const found = await contents('which instrument for the school orchestra', { limit: 20 });
    expect(found[0]).toContain('Which instrument');
    expect(found.find((content) => content.startsWith('The one my'))).toBe('The one my aunt left me.');
  });

  it('finds the turn in the session that has the other words of the question', async () => {
    await converse(
      'ses_a',
      'My garden is small',
      'Roses everywhere',
      'Nice',
      'I see',
      'The blue one, of course',
    );
    await converse(
      'ses_b',
      'My boat is small',
      'Sails everywhere',
      'Nice',
      'I see',
      'The blue one, as always',
    );
    const question = 'which blue one for the boat';
    const found = (await contents(question, { limit: 20 })).filter((content) => content.includes('blue'));
    expect(found).toEqual(['The blue one, as always', 'The blue one, of course']);
  });

  it('finds a note among turns, where it says by itself what they say together', async () => {
    await converse(
      'ses_a',
      'The deploy broke again',
      'Which step?',
      'The migration',
      'Rolled back by hand?',
      'Yes',
    );
    await write('A broken deploy is rolled back by hand, migration by migration');
    const [first] = await contents('deploy migration rolled back by hand');
    expect(first).toBe('A broken deploy is rolled back by hand, migration by migration');
  });

  it('finds a turn of a session that is too long to be read whole', async () => {
    const spoken = Array.from({ length: 2_100 }, (_, place) =>
      makeMemory({
        id: v7(),
        category: 'conversation',
        session: 'ses_long',
        project: null,
        scope: 'global',
        title: `Turn ${place}`,
        content: place === 2_090 ? 'The ferry leaves at dawn' : 'Let me see what comes next',
        createdAt: bench.now - 3_000_000 + place * 1_000,
      }),
    );
    await bench.store.write(async ({ memories }) => {
      for (const memory of spoken) await memories.insert(memory);
    });
    expect((await contents('when does the ferry leave'))[0]).toBe('The ferry leaves at dawn');
  });

  it('folds what says the same, however it came up', async () => {
    await write(...notes);
    const text =
      'Secrets are stored in the vault and injected into the containers at startup, never committed to git';
    await write(text, `* ${text.replace('the vault', 'a vault')}.`);
    const found = await contents('where are the api credentials kept');
    expect(found.filter((content) => content.startsWith(text))).toHaveLength(1);
    expect(found).toContain('Credentials are hashed by argon2id with a salt per person.');
  });

  it('explains every answer by parts and priors that make its score', async () => {
    await write(...notes);
    await bench.insert({
      title: 'Logins',
      content: 'Logins through !12 were locked out by the account service',
      entities: ['!12'],
      category: 'blocker',
      pinned: true,
      trust: 'external',
      createdAt: bench.now - 7 * day,
      updatedAt: bench.now - 7 * day,
    });
    let explained = 0;
    for (const question of ['failed logins', '!12', 'account locked last week', 'what blocks !12']) {
      const { memories, explanations = [] } = await recall(question, { explain: true });
      expect(explanations.map(({ id }) => id)).toEqual(memories.map(({ id }) => id));
      for (const [place, { parts, priors, score }] of explanations.entries()) {
        explained += 1;
        const sum = Object.values(parts).reduce((all, part) => all + part, 0);
        const product = Object.values(priors).reduce((all, factor) => all * factor, 1);
        // Each figure is rounded to thousandths.
        expect(Math.abs(sum * product - score)).toBeLessThan(0.006);
        expect(score).toBe(memories[place]?.score);
      }
    }
    expect(explained).toBeGreaterThanOrEqual(4);
    const pinned = (await recall('what blocks !12', { explain: true })).explanations?.[0];
    expect(Object.keys(pinned?.parts ?? {})).toEqual(expect.arrayContaining(['entity', 'kind']));
    expect(Object.keys(pinned?.priors ?? {})).toEqual(expect.arrayContaining(['pinned', 'trust', 'age']));
  });

  it('says in its text why the order is so, when asked', async () => {
    await write(...notes);
    expect((await recall('failed logins', { explain: true })).text).toMatch(
      /\nWhy in this order:\n[0-9a-f]{10}: [\d.]+ = \(words [\d.]+ \(failed, logins\) \+ vector [\d.]+\)/,
    );
    expect((await recall('failed logins')).text).not.toContain('Why in this order');
  });
});
