import { describe, expect, it } from 'vitest';
import { maximalMarginalRelevance } from '../../../src/recall/maximalMarginalRelevance.ts';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';

const answer = (id: string, total: number, content: string) => ({
  memory: makeMemory({ id, content }),
  score: { total, relevance: total, prior: 1 },
});
/** The first two say half the same; the third is a little weaker and says something else. */
const ranked = [
  answer('staging', 1, 'deployment to staging runs every night from main'),
  answer('production', 0.98, 'deployment to production runs every night from a tag'),
  answer('keys', 0.95, 'keys for signing live in the vault'),
];
const order = (answers: readonly { memory: { id: string } }[]) => answers.map(({ memory }) => memory.id);

describe('answers to a broad question', () => {
  it('come first when they say something new, but never before the best', () => {
    expect(order(maximalMarginalRelevance(ranked, 8, 1))).toEqual(['staging', 'keys', 'production']);
  });

  it('stay where they are when they are much weaker', () => {
    const weak = ranked.map((each, place) => (place === 2 ? answer('keys', 0.3, each.memory.content) : each));
    expect(order(maximalMarginalRelevance(weak, 8, 1))).toEqual(['staging', 'production', 'keys']);
  });

  it('all remain, and those far below what is shown keep their places', () => {
    const many = Array.from({ length: 12 }, (_, place) =>
      answer(`${place}`, 1 - place / 1_000, place < 11 ? 'deployment runs at night' : 'keys are signed'),
    );
    const diverse = order(maximalMarginalRelevance(many, 2, 1));
    expect(diverse.toSorted()).toEqual(order(many).toSorted());
    expect(diverse.slice(4)).toEqual(order(many).slice(4));
  });

  it('stay as they are ranked when the question is precise, or there is nothing to choose', () => {
    expect(order(maximalMarginalRelevance(ranked, 8, 4))).toEqual(order(ranked));
    expect(order(maximalMarginalRelevance(ranked.slice(0, 2), 8, 1))).toEqual(['staging', 'production']);
    expect(maximalMarginalRelevance([], 8, 1)).toEqual([]);
  });
});
