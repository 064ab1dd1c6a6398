import { describe, expect, it } from 'vitest';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { leastOfBest, leastRelevance } from '../../../src/core/ranking/bounds.ts';
import { priorOf } from '../../../src/core/ranking/priors.ts';
import type { RankSignals } from '../../../src/core/ranking/rankSignals.ts';
import { idf, isStopTerm } from '../../../src/core/ranking/rarity.ts';
import { relevanceOf, toldBy, weightedParts } from '../../../src/core/ranking/relevance.ts';
import { compareRanked, scoreOf } from '../../../src/core/ranking/score.ts';
import type { WordWeights } from '../../../src/core/ranking/wordWeights.ts';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';

const year = 365 * 24 * 60 * 60_000;
const standpoint = { project: 'example.com/team/app', sessionId: 's1', now: year };
const nothing: RankSignals = {
  coverage: 0,
  lexical: 0,
  titled: 0,
  entity: 0,
  near: 0,
  cosine: 0,
  cosineOfShared: 0,
  linked: 0,
  isOfTime: false,
  isOfKind: false,
  isQuestion: false,
};
const prior = (change: Partial<Memory>): number =>
  priorOf(makeMemory({ updatedAt: year, ...change }), standpoint);

const weights: WordWeights = { prose: 0, bestCoverage: 0.5, mass: 8, words: 3, hasVectors: true };
const relevance = (change: Partial<RankSignals>, how: Partial<WordWeights> = {}): number =>
  relevanceOf({ ...nothing, ...change }, { ...weights, ...how });

describe('relevance', () => {
  it('is nothing without signals', () => {
    expect(relevance({})).toBe(0);
    expect(relevance({ cosine: -0.2 })).toBe(0);
  });

  it('puts a named entity above any wording', () => {
    expect(relevance({ entity: 1 })).toBeGreaterThan(relevance({ coverage: 1, lexical: 1 }));
  });

  it('adds the cosine when there is one', () => {
    expect(relevance({ coverage: 0.5, cosine: 0.7 }) - relevance({ coverage: 0.5 })).toBeCloseTo(0.7);
  });

  it('believes words more where all of them are found, and in prose', () => {
    const words = { coverage: 0.5, lexical: 0.5 };
    expect(relevance(words, { bestCoverage: 1 })).toBeGreaterThan(
      3 * relevance(words, { bestCoverage: 0.3 }),
    );
    expect(relevance(words, { prose: 1 })).toBeGreaterThan(relevance(words, { bestCoverage: 1 }));
    expect(relevance(words, { hasVectors: false })).toBeCloseTo(0.5);
  });

  it('believes several rare words of a long question, and hardly one of them', () => {
    const long = { mass: 26, bestCoverage: 0.5 };
    const [one, two] = [relevance({ coverage: 0.25 }, long), relevance({ coverage: 0.5 }, long)];
    expect(one).toBeLessThan(0.1);
    expect(two).toBeGreaterThan(0.7);
    expect(relevance({ coverage: 1 }, long)).toBeLessThan(2);
    expect(relevance({ coverage: 0.5 }, { ...long, mass: 8 })).toBeLessThan(0.1);
  });

  it('goes by coverage among notes and by the statistics of words in prose', () => {
    expect(relevance({ coverage: 0.8, lexical: 0.1 })).toBeGreaterThan(
      relevance({ coverage: 0.4, lexical: 1 }),
    );
    const prose = { prose: 1 };
    expect(relevance({ coverage: 0.4, lexical: 1 }, prose)).toBeGreaterThan(
      relevance({ coverage: 0.8, lexical: 0.1 }, prose),
    );
  });

  it('goes by the title of a long text besides, which tells what all of it is about, and not by that of a note', () => {
    expect(relevance({ lexical: 0.7, titled: 0.5 }, { prose: 1 })).toBeGreaterThan(
      relevance({ lexical: 1 }, { prose: 1 }),
    );
    expect(relevance({ coverage: 0.5, titled: 0.5 })).toBe(relevance({ coverage: 0.5 }));
  });

  it('prefers what is of the time and kind that were asked for, and what tells to what asks', () => {
    expect(relevance({ cosine: 0.4, isOfTime: true })).toBeGreaterThan(relevance({ cosine: 0.6 }));
    expect(relevance({ cosine: 0.4, isOfKind: true })).toBeGreaterThan(relevance({ cosine: 0.5 }));
    expect(relevance({ cosine: 0.4, isQuestion: true })).toBeLessThan(relevance({ cosine: 0.4 }));
  });

  it('believes what has something near to each word, and a cosine less that shared words make', () => {
    expect(relevance({ cosine: 0.5, near: 0.8 })).toBeGreaterThan(relevance({ cosine: 0.6, near: 0.4 }));
    const shared = relevance({ cosine: 0.5, cosineOfShared: 0.5 });
    expect(shared).toBeLessThan(relevance({ cosine: 0.5 }));
    expect(shared).toBeGreaterThan(relevance({ cosine: 0.25 }));
    const prose = { prose: 1 };
    expect(relevance({ cosine: 0.5, cosineOfShared: 0.3, near: 0.8 }, prose)).toBe(
      relevance({ cosine: 0.5 }, prose),
    );
  });

  it('counts words that a memory has as words, and those that are only near as meaning', () => {
    const parts = weightedParts({ ...nothing, coverage: 0.5, near: 0.75 }, weights);
    const without = weightedParts({ ...nothing, coverage: 0.5 }, weights);
    expect(parts.words - without.words).toBeCloseTo(2 * parts.vector);
    expect(weightedParts({ ...nothing, coverage: 0.5, near: 0.5 }, weights).vector).toBe(0);
  });

  it('takes nothing for told that has words near to the question by chance alone', () => {
    expect(toldBy({ ...nothing, near: 0.2 }, weights)).toBe(0);
    expect(toldBy({ ...nothing, near: 0.6, cosine: 0.3 }, weights)).toBeGreaterThan(
      toldBy({ ...nothing, cosine: 0.3 }, weights),
    );
    expect(toldBy({ ...nothing, near: 0.2, cosine: 0.3 }, { ...weights, prose: 1 })).toBeCloseTo(0.3);
  });

  it('is the sum of its parts', () => {
    const closer = { near: 0.4, cosineOfShared: 0.1 };
    const all = {
      ...nothing,
      ...closer,
      coverage: 0.3,
      entity: 0.5,
      cosine: 0.4,
      linked: 0.2,
      isOfKind: true,
    };
    const parts = Object.values(weightedParts(all, weights)).reduce((sum, part) => sum + part, 0);
    expect(relevanceOf(all, weights)).toBeCloseTo(parts);
  });
});

describe('the least relevance of a first answer', () => {
  it('rises with the number of memories, between bounds', () => {
    const least = (memories: number) => leastRelevance(memories, weights);
    expect(least(1_000)).toBeGreaterThan(least(150));
    expect(least(1)).toBe(least(20));
    expect(least(10_000_000_000)).toBe(0.5);
  });

  it('rises with what no answer has, and is never nothing', () => {
    const least = (unmet: number, absent = 0, how: Partial<WordWeights> = {}) =>
      leastOfBest(150, { ...weights, ...how }, { unmet, absent });
    expect(least(0)).toBe(0.1);
    expect(least(0.9)).toBeGreaterThan(least(0.8));
    expect(least(0.9, 0.5)).toBeGreaterThan(least(0.9));
    expect(leastOfBest(1_000, weights, { unmet: 0.9, absent: 0 })).toBeGreaterThan(least(0.9));
    // Where the model cannot tell, and in prose.
    expect(leastOfBest(150, weights, undefined)).toBe(leastRelevance(150, weights));
    const prose = { ...weights, prose: 1 };
    expect(least(1.2, 1, prose)).toBe(leastRelevance(150, prose));
  });
});

describe('priors', () => {
  it('prefer what is in force, near, pinned, trusted and fresh', () => {
    expect(prior({})).toBeGreaterThan(prior({ status: 'resolved' }));
    expect(prior({ status: 'resolved' })).toBeGreaterThan(prior({ status: 'superseded' }));
    expect(prior({ category: 'blocker' })).toBeGreaterThan(prior({}));
    expect(prior({})).toBeGreaterThan(prior({ project: null, scope: 'global' }));
    expect(prior({ project: null, scope: 'global' })).toBeGreaterThan(prior({ project: 'other' }));
    expect(prior({ scope: 'session', session: 's1' })).toBeGreaterThan(prior({}));
    expect(prior({ pinned: true })).toBeGreaterThan(prior({}));
    expect(prior({})).toBeGreaterThan(prior({ trust: 'external' }));
    expect(prior({})).toBeGreaterThan(prior({ confidence: 0.5 }));
    expect(prior({})).toBeGreaterThan(prior({ updatedAt: 0 }));
  });

  it('do not wear directives out, and never forget the rest', () => {
    expect(prior({ category: 'directive', updatedAt: 0 })).toBe(prior({ category: 'directive' }));
    expect(prior({ updatedAt: -100 * year })).toBeGreaterThan(0.7 * prior({}));
  });
});

describe('terms', () => {
  it('weigh more the rarer they are', () => {
    expect(idf(1_000, 1)).toBeGreaterThan(idf(1_000, 100));
    expect(idf(10, 10)).toBeGreaterThan(0);
  });

  it('stop to count when too many memories have them, but not in small stores', () => {
    expect(isStopTerm(1_000, 600)).toBe(true);
    expect(isStopTerm(1_000, 400)).toBe(false);
    expect(isStopTerm(20, 20)).toBe(false);
  });
});

describe('order', () => {
  it('is by score, then newest, then id, whatever came first', () => {
    const score = scoreOf({ ...nothing, coverage: 0.5 }, weights, makeMemory(), standpoint);
    const ranked = [
      { score, memory: makeMemory({ id: 'a', createdAt: 1 }) },
      { score, memory: makeMemory({ id: 'b', createdAt: 1 }) },
      { score, memory: makeMemory({ id: 'c', createdAt: 2 }) },
      { score: { ...score, total: score.total + 1 }, memory: makeMemory({ id: 'd' }) },
    ];
    const order = (list: typeof ranked): string[] =>
      list.toSorted(compareRanked).map(({ memory }) => memory.id);
    expect(order(ranked)).toEqual(['d', 'c', 'b', 'a']);
    expect(order(ranked.toReversed())).toEqual(['d', 'c', 'b', 'a']);
  });
});
