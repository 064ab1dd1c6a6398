import { describe, expect, it } from 'vitest';
import {
  rankLine,
  rankLines,
  type RankExplanation,
  reasonsOf,
} from '../../../src/core/ranking/rankExplanation.ts';

const plain: RankExplanation = {
  id: '019abcde-0000-7000-8000-00a1b2c3d4e5',
  score: 0.718,
  words: ['deploy', 'rollback'],
  cosine: 0.53,
  model: 'a model',
  time: null,
  parts: { words: 0.21, vector: 0.53 },
  priors: { age: 0.97 },
  prose: 0,
};
const kindsOf = (change: Partial<RankExplanation>): string[] =>
  reasonsOf({ ...plain, priors: {}, ...change }).map(({ kind }) => kind);

describe('the line of a rank', () => {
  it('is the whole sum, with the words and the time it goes back to', () => {
    expect(rankLine(plain)).toBe(
      'a1b2c3d4e5: 0.718 = (words 0.21 (deploy, rollback) + vector 0.53) x age 0.97',
    );
    expect(
      rankLine({
        ...plain,
        words: [],
        time: 'last week',
        parts: { vector: 0.4, linked: 0.1, time: 0.25 },
        priors: { pinned: 1.15, trust: 0.85 },
      }),
    ).toBe(
      'a1b2c3d4e5: 0.718 = (vector 0.4 + linked 0.1 + time 0.25 (last week)) x pinned 1.15 x trust 0.85',
    );
  });

  it('stands under a heading, one a line, and is nothing without answers', () => {
    expect(rankLines([plain, { ...plain, score: 0.5 }]).split('\n')).toEqual([
      'Why in this order:',
      expect.stringMatching(/^a1b2c3d4e5: 0\.718 = /),
      expect.stringMatching(/^a1b2c3d4e5: 0\.5 = /),
    ]);
    expect(rankLines([])).toBe('');
  });
});

describe('the reasons for a rank', () => {
  it('are what it was found by, with what a person can check', () => {
    expect(
      reasonsOf({ ...plain, priors: {}, time: 'last week', parts: { ...plain.parts, time: 0.2, kind: 0.1 } }),
    ).toEqual([
      { kind: 'words', words: ['deploy', 'rollback'] },
      { kind: 'meaning', cosine: 0.53 },
      { kind: 'time', time: 'last week' },
      { kind: 'category' },
    ]);
    expect(kindsOf({ parts: { entity: 1, linked: 0.2 } })).toEqual(['entity', 'linked']);
  });

  it('are none that added nothing, though it is known', () => {
    expect(kindsOf({ parts: {} })).toEqual([]);
    expect(kindsOf({ parts: { vector: 0.5 } })).toEqual(['meaning']);
    expect(kindsOf({ parts: { words: 0.5 }, words: [] })).toEqual([]);
  });

  it('end with what lifts or lowers it, when that is worth a word', () => {
    const priors = (values: Record<string, number>) => kindsOf({ parts: {}, priors: values });
    expect(priors({ pinned: 1.15, status: 1.05 })).toEqual(['pinned', 'blocker']);
    expect(priors({ status: 0.5, age: 0.9, trust: 0.85 })).toEqual(['inactive', 'older', 'untrusted']);
    expect(priors({ age: 0.99, confidence: 0.98, recalled: 1.02 })).toEqual([]);
  });
});
