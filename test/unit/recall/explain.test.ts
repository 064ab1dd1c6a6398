import { describe, expect, it } from 'vitest';
import { priorFactors } from '../../../src/core/ranking/priors.ts';
import type { RankSignals } from '../../../src/core/ranking/rankSignals.ts';
import { weightedParts } from '../../../src/core/ranking/relevance.ts';
import { scoreOf } from '../../../src/core/ranking/score.ts';
import type { WordWeights } from '../../../src/core/ranking/wordWeights.ts';
import { rankExplanationSchema } from '../../../src/protocol/operations/recall/recall.ts';
import { explain } from '../../../src/recall/explain.ts';
import type { CountedTerm } from '../../../src/store/ports/textIndex.ts';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';

const day = 24 * 60 * 60_000;
const standpoint = { project: 'example.com/team/app', sessionId: undefined, now: 100 * day };
const memory = makeMemory({
  content: 'Deploying is undone with the rollback script',
  category: 'event',
  pinned: true,
  trust: 'external',
  recallCount: 5,
  confidence: 0.7,
  updatedAt: 10 * day,
});
const everything: RankSignals = {
  coverage: 0.6,
  lexical: 0.8,
  titled: 0.4,
  entity: 0.5,
  near: 0.7,
  cosine: 0.42,
  cosineOfShared: 0.1,
  linked: 0.3,
  isOfTime: true,
  isOfKind: true,
  isQuestion: false,
};
const notes: WordWeights = { prose: 0, bestCoverage: 0.9, mass: 10, words: 3, hasVectors: true };
const terms: CountedTerm[] = [
  { text: 'rollback', documents: 3 },
  { text: 'deploy', documents: 5 },
  { text: 'database', documents: 9 },
];

const explained = (change: Partial<RankSignals> = {}, weights: WordWeights = notes, of = memory) => {
  const signals = { ...everything, ...change };
  const hit = { memory: of, signals, score: scoreOf(signals, weights, of, standpoint) };
  const reasons = { parts: weightedParts(signals, weights), priors: priorFactors(of, standpoint) };
  const told = explain(hit, { weights, terms, standpoint, model: 'a model', time: 'last week' });
  return { hit, reasons, told };
};
const sumOf = (values: object): number =>
  Object.values(values).reduce((sum: number, each: number) => sum + each, 0);
const productOf = (values: object): number =>
  Object.values(values).reduce((product: number, each: number) => product * each, 1);

describe('an explanation', () => {
  it.each<[string, Partial<RankSignals>, WordWeights]>([
    ['among notes', {}, notes],
    ['in prose', {}, { ...notes, prose: 1 }],
    ['between', { isQuestion: true }, { ...notes, prose: 0.4 }],
    ['without vectors', { cosine: 0 }, { ...notes, hasVectors: false }],
    ['against the vector', { cosine: -0.3 }, notes],
    ['of a link alone', { coverage: 0, lexical: 0, entity: 0, cosine: 0, isOfTime: false }, notes],
  ])('has parts that times the priors are the score: %s', (_name, change, weights) => {
    const { hit, reasons, told } = explained(change, weights);
    expect(sumOf(reasons.parts)).toBeCloseTo(hit.score.relevance, 10);
    expect(sumOf(reasons.parts) * productOf(reasons.priors)).toBeCloseTo(hit.score.total, 10);
    expect(Math.abs(sumOf(told.parts) * productOf(told.priors) - told.score)).toBeLessThan(0.01);
  });

  it('names the words that the memory has in whatever form, in the order of the question', () => {
    expect(explained().told.words).toEqual(['rollback', 'deploy']);
  });

  it('leaves out what had no effect', () => {
    const { told } = explained({ entity: 0, linked: 0, isOfTime: false });
    expect(Object.keys(told.parts).toSorted()).toEqual(['kind', 'vector', 'words']);
    const neutral = makeMemory({ category: 'directive', updatedAt: standpoint.now });
    expect(explained({}, notes, neutral).told.priors).toEqual({});
    expect(Object.keys(explained().told.priors).toSorted()).toEqual([
      'age',
      'confidence',
      'pinned',
      'recalled',
      'trust',
    ]);
  });

  it('names model and time only where they counted', () => {
    expect(explained().told).toMatchObject({ model: 'a model', cosine: 0.42, time: 'last week' });
    expect(explained({ cosine: 0, isOfTime: false }).told).toMatchObject({
      model: null,
      cosine: null,
      time: null,
    });
  });

  it('crosses a process as it is, and nothing else with it', () => {
    const { told } = explained();
    expect(rankExplanationSchema.parse(told)).toEqual(told);
    expect(Object.keys(told).toSorted()).toEqual(Object.keys(rankExplanationSchema.shape).toSorted());
  });
});
