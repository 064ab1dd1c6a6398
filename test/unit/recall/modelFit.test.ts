import { describe, expect, it } from 'vitest';
import { boundOf, likeness, type ModelFit } from '../../../src/core/ranking/modelFit.ts';
import { weightedParts } from '../../../src/core/ranking/relevance.ts';
import { modelWeight, type WordWeights } from '../../../src/core/ranking/wordWeights.ts';
import { calibrateModel } from '../../../src/recall/embedding/calibrateModel.ts';
import { calibrationTexts } from '../../../src/recall/embedding/calibrationTexts.ts';

const high: ModelFit = { unlike: 0.77, spread: 0.023, alike: 0.82 };
const low: ModelFit = { unlike: 0.07, spread: 0.09, alike: 0.36 };

describe('what the cosines of a model mean', () => {
  it('is on one scale, whatever theirs is', () => {
    for (const fit of [high, low]) {
      expect(likeness(fit.unlike, fit)).toBe(0);
      expect(likeness(fit.unlike - 0.1, fit)).toBe(0);
      expect(likeness(fit.alike, fit)).toBeCloseTo(1);
      expect(likeness(1, fit)).toBeLessThanOrEqual(1.5);
      expect(boundOf(fit, 1_000)).toBeGreaterThan(boundOf(fit, 150));
      expect(boundOf(fit, 150)).toBeGreaterThan(fit.unlike);
    }
    expect(likeness(0.5, { unlike: 0.5, spread: 0, alike: 0.5 })).toBe(0);
  });

  it('is found out from questions and notes that belong together or do not', async () => {
    // As a model whose cosines are all high: a large part that every text has, and one of its own.
    const place = new Map(
      calibrationTexts.flatMap(([question, note], at) => [[question, at] as const, [note, at] as const]),
    );
    const embed = async (texts: readonly string[]) =>
      texts.map((text) => {
        const vector = new Float32Array(calibrationTexts.length + 1);
        vector[0] = Math.sqrt(0.8);
        vector[1 + (place.get(text) ?? 0)] = Math.sqrt(0.2);
        return vector;
      });
    const fit = await calibrateModel({ embed });
    expect([fit.unlike, fit.spread, fit.alike].map((each) => Math.round(each * 100) / 100)).toEqual([
      0.8, 0, 1,
    ]);
  });
});

describe('what the chosen model weighs', () => {
  const weights = (part: Partial<WordWeights> = {}): WordWeights => ({
    prose: 0,
    bestCoverage: 0.2,
    mass: 10,
    words: 4,
    hasVectors: true,
    model: low,
    memories: 150,
    ...part,
  });

  it('grows with what the notes cover of the question, and shrinks with the number of notes where they cover little', () => {
    expect(modelWeight(weights({ bestCoverage: 1 }))).toBeGreaterThan(
      3 * modelWeight(weights({ bestCoverage: 0.1 })),
    );
    expect(modelWeight(weights({ memories: 1_000 }))).toBeLessThan(modelWeight(weights()));
    expect(modelWeight(weights({ memories: 1_000_000 }))).toBeGreaterThanOrEqual(0);
  });

  it('is added, and nothing is without a model', () => {
    const signals = {
      coverage: 0,
      lexical: 0,
      titled: 0,
      entity: 0,
      near: 0,
      cosine: 0.4,
      cosineOfShared: 0,
      linked: 0,
      isOfTime: false,
      isOfKind: false,
      isQuestion: false,
    };
    const vectorOf = (modelCosine: number | undefined, model: ModelFit | undefined) =>
      weightedParts({ ...signals, modelCosine }, weights({ model })).vector;
    expect(vectorOf(undefined, undefined)).toBeCloseTo(0.4);
    expect(vectorOf(0.36, undefined)).toBeCloseTo(0.4);
    expect(vectorOf(0.07, low)).toBeCloseTo(0.4);
    expect(vectorOf(0.36, low)).toBeCloseTo(vectorOf(0.82, high));
    expect(vectorOf(0.36, low)).toBeGreaterThan(0.4);
  });
});
