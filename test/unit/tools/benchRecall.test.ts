import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Embedder } from '../../../src/embed/embedder.ts';
import { withMethods } from '../../../tools/bench/suites/recall/askedStore.ts';
import { readGitRulings } from '../../../tools/bench/suites/recall/gitRulings.ts';
import { readLocomo } from '../../../tools/bench/suites/recall/locomo.ts';
import { bootstrapInterval, mean, scoresOf } from '../../../tools/bench/suites/recall/measures.ts';
import { drawStores, readPairs } from '../../../tools/bench/suites/recall/pairs.ts';
import { measureSet } from '../../../tools/bench/suites/recall/askQuestions.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';

let temp: TempDirectory;
beforeAll(async () => {
  temp = await tempDirectory('bench-sets');
});
afterAll(() => temp.dispose());

describe('measures of a list of answers', () => {
  it('tells any, share and all of the answers apart', () => {
    const scores = scoresOf(['x', 'a', 'y', 'z', 'w', 'b'], ['a', 'b', 'c'], false);
    expect(scores).toMatchObject({ 'any@1': 0, 'any@5': 1, 'all@5': 0, 'all@20': 0, MRR: 1 / 2 });
    expect(scores['frac@5']).toBeCloseTo(1 / 3);
    expect(scores['frac@10']).toBeCloseTo(2 / 3);
  });

  it('counts an answer once, also when it is returned twice', () => {
    expect(scoresOf(['a', 'a'], ['a', 'b'], false)).toMatchObject({ 'frac@5': 0.5, 'all@5': 0 });
  });

  it('names one measure where there is one answer', () => {
    expect(scoresOf([], ['a'], true)).toEqual({ 'R@1': 0, 'R@5': 0, 'R@10': 0, 'R@20': 0, MRR: 0 });
  });

  it('bounds a mean, equally each time, and narrower for more questions', () => {
    const values = (count: number) => Array.from({ length: count }, (_, index) => (index % 2) * 100);
    const [low, high] = bootstrapInterval(values(100));
    expect(low).toBeLessThan(50);
    expect(high).toBeGreaterThan(50);
    // Two standard errors of a fair coin thrown a hundred times are ten per cent.
    expect(high - low).toBeGreaterThan(15);
    expect(high - low).toBeLessThan(25);
    expect(bootstrapInterval(values(100))).toEqual([low, high]);
    const [lower, higher] = bootstrapInterval(values(1000));
    expect(higher - lower).toBeLessThan(high - low);
    expect(mean(values(100))).toBe(50);
  });
});

describe('reading LoCoMo', () => {
  const turn = (id: string, speaker: string, text: string) => ({ dia_id: id, speaker, text });
  const conversation = {
    speaker_a: 'Ann',
    speaker_b: 'Bo',
    session_1_date_time: '1:56 pm on 8 May, 2023',
    session_1: [
      turn('D1:1', 'Ann', 'I planted tulips.'),
      { ...turn('D1:2', 'Bo', 'Look.'), blip_caption: 'a photo of a red boat' },
    ],
    session_2_date_time: '12:05 am on 1 June, 2023',
    session_2: [turn('D2:1', 'Ann', 'The tulips bloom.')],
  };
  const ask = (question: string, category: number, evidence: string[]) => ({ question, category, evidence });
  const qa = [
    ask('What did Ann plant, and did it bloom?', 1, ['D1:1; D2:01']),
    ask('What was on the picture?', 4, ['D:1:2', 'D']),
    ask('What did Bo plant?', 5, ['D1:1']),
    ask('Who knows?', 3, []),
    ask('Where is turn nine?', 2, ['D1:9']),
  ];

  it('makes memories of sessions and of turns, and finds the evidence in both', async () => {
    const file = await temp.write(
      'locomo-x.json',
      JSON.stringify([{ sample_id: 'conv-1', conversation, qa }]),
    );
    const { perSession, perTurn, remark } = await readLocomo(file, 'x');
    expect(perSession.notes.map(({ key }) => key)).toEqual(['conv-1 D1', 'conv-1 D2']);
    expect(perSession.notes[0]).toMatchObject({
      title: 'Ann and Bo, 1:56 pm on 8 May, 2023',
      createdAt: Date.UTC(2023, 4, 8, 13, 56),
    });
    expect(perSession.notes[0]?.content).toContain('red boat');
    expect(perTurn.notes).toHaveLength(3);
    expect(perTurn.notes[2]?.createdAt).toBe(Date.UTC(2023, 5, 1, 0, 5));
    expect(perTurn.questions.map(({ answers }) => answers)).toEqual([
      ['conv-1 D1:1', 'conv-1 D2:1'],
      ['conv-1 D1:2'],
      ['conv-1 D1:1'],
    ]);
    expect(perSession.questions[0]?.answers).toEqual(['conv-1 D1', 'conv-1 D2']);
    expect(perTurn.questions[2]?.kind).toContain('adversarial');
    expect(remark).toMatch(/2 more have no evidence/);
    expect(remark).toMatch(/2 evidence ids/);
  });
});

describe('reading git rulings', () => {
  it('keeps a ruling once and asks each commit for its own', async () => {
    const commit = (sha: string, labels: object) =>
      JSON.stringify({ sha, date: '2026-05-27 21:57:26 +0900', subject: `subject of ${sha}`, labels });
    const file = await temp.write(
      'git.jsonl',
      [
        commit('a', { Rejected: ['Polling | wasteful'], Constraint: ['Node 20'] }),
        commit('b', { Constraint: ['Node 20'] }),
        commit('c', {}),
      ].join('\n'),
    );
    const { notes, questions } = await readGitRulings(file, 'rulings');
    expect(notes.map(({ content }) => content)).toEqual([
      'Rejected: Polling | wasteful',
      'Constraint: Node 20',
    ]);
    expect(notes[0]?.createdAt).toBe(Date.UTC(2026, 4, 27, 12, 57, 26));
    expect(questions.map(({ id, answers }) => [id, answers.length])).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
    expect(questions[1]?.answers[0]).toBe(notes[1]?.key);
  });
});

describe('drawing stores', () => {
  const pairs = Array.from({ length: 25 }, (_, index) => ({ question: `q${index}`, memory: `m${index}` }));
  const distractors = Array.from({ length: 40 }, (_, index) => `d${index}`);

  it('asks each pair as often as it is told, in stores of the size asked for, equally each time', () => {
    const stores = drawStores(pairs, distractors, 30, 2);
    const asked = stores.flatMap((store) => store.asked.map(({ question }) => question));
    expect(asked).toHaveLength(50);
    expect(new Set(asked).size).toBe(25);
    for (const { notes, asked: here } of stores) {
      expect(notes).toHaveLength(30);
      const keys = new Set(notes.map(({ key }) => key));
      expect(keys.size).toBe(30);
      for (const { memory } of here) expect(keys.has(memory)).toBe(true);
    }
    expect(drawStores(pairs, distractors, 30, 2)).toEqual(stores);
  });

  it('reads pairs and leaves out what is for people', async () => {
    const file = await temp.write('pairs.tsv', '# question\tmemory\nhow\tthus\tarea\n\nlonely\n');
    expect(await readPairs(file)).toEqual([{ question: 'how', memory: 'thus' }]);
  });
});

describe('asking a real store', () => {
  const noteOf = (content: string, index: number) => ({
    key: `n${index}`,
    category: 'fact' as const,
    title: content,
    content,
    createdAt: Date.UTC(2026, 0, 1) + index,
  });

  it('finds what lies near in meaning, whatever the words are', async () => {
    const axes: Record<string, number> = { ship: 0, release: 0, comment: 1, remark: 1 };
    const embedder: Embedder = {
      provider: 'test',
      model: 'axes',
      dimensions: 16,
      embed: async (texts) =>
        texts.map((text) => {
          const vector = new Float32Array(16);
          for (const [word, axis] of Object.entries(axes)) if (text.includes(word)) vector[axis] = 1;
          return vector;
        }),
    };
    const notes = ['a remark is skipped', 'the release is on Tuesday'].map(noteOf);
    const answers = await withMethods(
      { notes, now: Date.UTC(2026, 0, 2) },
      async (methods) => methods['vectors only']?.('when do we ship', 1),
      { embedder },
    );
    expect(answers).toEqual(['n1']);
  });

  it('finds what words lead to and scores every way of asking', async () => {
    const notes = [
      'The parser skips comments.',
      'Releases go out on Tuesdays.',
      'Ports are bound by the owner.',
    ];
    const figures = await measureSet({
      name: 'three notes',
      now: Date.UTC(2026, 0, 2),
      notes: notes.map(noteOf),
      questions: [
        { id: 'a', text: 'which day do releases go out', answers: ['n1'] },
        { id: 'b', text: 'what is done with comments by the parser', answers: ['n0'] },
      ],
    });
    const first = figures.filter(({ name }) => name === 'R@1');
    expect(first.map(({ by, value }) => [by, value])).toEqual([
      ['grep', 100],
      ['BM25', 100],
      ['words only', 100],
      ['vectors only', 100],
      ['hybrid', 100],
    ]);
    expect(first[0]).toMatchObject({ unit: '%', subject: 'three notes (2 questions)' });
  });
});
