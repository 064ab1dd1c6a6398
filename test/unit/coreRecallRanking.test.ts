import { describe, expect, it } from 'vitest';
import type { Memory } from '../../src/core/memory.ts';
import {
  compareRanked,
  idf,
  isStopTerm,
  priorOf,
  relevanceOf,
  scoreOf,
  type Evidence,
} from '../../src/core/recallRanking.ts';
import { makeMemory } from '../support/makeMemory.ts';

const year = 365 * 24 * 60 * 60_000;
const standpoint = { project: 'example.com/team/app', sessionId: 's1', now: year };
const evidence: Evidence = { coverage: 0.5, lexical: 0.5, entity: 0 };
const prior = (change: Partial<Memory>): number =>
  priorOf(makeMemory({ updatedAt: year, ...change }), standpoint);

describe('relevance', () => {
  it('is nothing without evidence', () => {
    expect(relevanceOf({ coverage: 0, lexical: 0, entity: 0 })).toBe(0);
  });

  it('puts a named entity above any wording, and coverage above word statistics', () => {
    expect(relevanceOf({ coverage: 0, lexical: 0, entity: 1 })).toBeGreaterThan(
      relevanceOf({ coverage: 1, lexical: 1, entity: 0 }),
    );
    expect(relevanceOf({ coverage: 0.8, lexical: 0.1, entity: 0 })).toBeGreaterThan(
      relevanceOf({ coverage: 0.4, lexical: 1, entity: 0 }),
    );
  });

  it('adds the cosine when there is one', () => {
    expect(relevanceOf({ ...evidence, cosine: 0.7 }) - relevanceOf(evidence)).toBeCloseTo(0.7);
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
    const score = scoreOf(evidence, makeMemory(), standpoint);
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
