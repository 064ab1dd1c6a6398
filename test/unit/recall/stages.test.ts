import { describe, expect, it } from 'vitest';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { explain } from '../../../src/recall/explain.ts';
import type { Found } from '../../../src/recall/find.ts';
import { type Inquiry, readInquiry } from '../../../src/recall/inquiry.ts';
import { judge } from '../../../src/recall/judge.ts';
import { PossibleAnswers } from '../../../src/recall/possibleAnswers.ts';
import type { RankedHit } from '../../../src/recall/rankedHit.ts';
import { rerank } from '../../../src/recall/rerank.ts';
import { makeScale, type Scale } from '../../../src/recall/scale.ts';
import { vary } from '../../../src/recall/vary.ts';
import { weigh } from '../../../src/recall/weigh.ts';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';

const day = 24 * 60 * 60_000;
const now = Date.UTC(2026, 9, 15, 12);
const project = { id: 'example.com/team/app', name: 'app', aliases: [] };

const note = (content: string, change: Partial<Memory> = {}): Memory =>
  makeMemory({ id: content, title: content, content, createdAt: now - day, updatedAt: now - day, ...change });

/** The stages behind the store, on notes that it is said to have found; each word of the question is in ten of a hundred. */
function asked(query: string, notes: readonly Memory[], linked: Readonly<Record<string, number>> = {}) {
  const unused = new Proxy({}, { get: () => () => Promise.reject(new Error('No vector is there.')) });
  const request = { query, limit: 5, project, sessionId: undefined, now };
  const inquiry: Inquiry = readInquiry(request, unused as Parameters<typeof readInquiry>[1]);
  const answers = new PossibleAnswers();
  for (const memory of notes) answers.add(memory, { linked: linked[memory.id] ?? 0 });
  const terms = inquiry.question.terms.map((term) => ({ ...term, documents: 10 }));
  const found: Found = { answers, expanded: { total: 100, terms, corrections: [] }, terms, prose: undefined };
  const scale: Scale = makeScale(found, inquiry);
  const hits = weigh(answers.all, scale, inquiry);
  return { inquiry, found, scale, hits, judged: judge(hits, { found, scale, inquiry }) };
}
const ids = (hits: readonly RankedHit[]): string[] => hits.map(({ memory }) => memory.id);

const notes = [
  note('The staging server restarts at night'),
  note('Restarts are announced'),
  note('Colours of the logo'),
];
const question = 'when does the staging server restart';

describe('weighing', () => {
  it('makes one hit of each possible answer, best first, and the same of the same', () => {
    const { hits } = asked(question, notes);
    expect(ids(hits)).toEqual(notes.map(({ id }) => id));
    expect(hits.map(({ signals }) => signals.coverage)).toEqual([1, expect.closeTo(1 / 3), 0]);
    expect(asked(question, notes.toReversed()).hits).toEqual(hits);
  });
});

describe('reranking', () => {
  it('leaves hits as they are where no model knows single words', async () => {
    const { hits, scale, inquiry } = asked(question, notes);
    expect(await rerank(hits, scale, inquiry)).toEqual(hits);
  });
});

describe('judging', () => {
  it('leaves answers and is silent when the best says too little', () => {
    expect(ids(asked(question, notes).judged)).toEqual(ids(asked(question, notes).hits).slice(0, 2));
    // A fifth of the question is too little for the best, and two fifths are not.
    expect(asked('server flowers grow balcony summer', notes).judged).toEqual([]);
    expect(ids(asked('staging server flowers grow balcony', notes).judged)).toEqual([notes[0]?.id]);
  });

  it('leaves two of those that a better answer leads to, and says of them that they are no answers', () => {
    const others = ['Red', 'Green', 'Blue'].map((word) => note(word));
    const linked = { Red: 0.5, Green: 0.4, Blue: 0.3 };
    const { judged } = asked(question, [...notes, ...others], linked);
    expect(ids(judged.filter(({ isRelated }) => isRelated))).toEqual(['Red', 'Green']);
    expect(ids(judged.filter(({ isRelated }) => !isRelated))).toEqual(ids(asked(question, notes).judged));
  });

  it('takes a time that is named for a filter, unless nothing of that time is about the question', () => {
    const old = note('The staging server was restarted in spring', { createdAt: now - 200 * day });
    expect(ids(asked('staging server restart yesterday', [...notes, old]).judged)).toEqual(
      ids(asked(question, notes).judged).slice(0, 2),
    );
    expect(ids(asked('staging server restart yesterday', [old, notes[2] ?? old]).judged)).toEqual([old.id]);
  });
});

describe('varying', () => {
  const hitsOf = (...contents: string[]): RankedHit[] =>
    contents.map((content, place) => ({
      memory: note(content, { id: `${place}` }),
      signals: asked(question, notes).hits[0]?.signals as RankedHit['signals'],
      score: { total: 1 - place / 100, relevance: 1, prior: 1 },
      match: undefined,
      isRelated: content.startsWith('Related'),
      repeats: [],
    }));

  it('shows what says the same once, and what is only related last', () => {
    const { hits, total } = vary(
      hitsOf('Use tabs.', 'Related to tabs', 'use tabs', 'Never use spaces'),
      5,
      4,
    );
    expect(ids(hits)).toEqual(['0', '3', '1']);
    expect(hits[0]?.repeats.map(({ id }) => id)).toEqual(['2']);
    expect(total).toBe(3);
  });

  it('shows so many and tells how many there are', () => {
    const { hits, total } = vary(hitsOf('One', 'Two', 'Three', 'Four'), 2, 4);
    expect(ids(hits)).toEqual(['0', '1']);
    expect(total).toBe(4);
  });
});

describe('an explanation of what went through all stages', () => {
  it('says the score that it ended with', () => {
    const { judged, scale, found, inquiry } = asked(question, notes);
    const [hit] = vary(judged, 5, found.terms.length).hits;
    if (!hit) throw new Error('Nothing was found.');
    const { standpoint } = inquiry;
    const told = explain(hit, {
      weights: scale.weights,
      terms: found.terms,
      standpoint,
      model: null,
      time: null,
    });
    expect(told).toMatchObject({ id: hit.memory.id, words: ['staging', 'server', 'restart'], model: null });
    expect(told.score).toBeCloseTo(hit.score.total, 3);
  });
});
