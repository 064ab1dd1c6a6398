import { describe, expect, it } from 'vitest';
import { RarityScores } from '../../../src/store/sqlite/repositories/rarityScores.ts';
import { seededRandom } from '../../../dev/random/seededRandom.mjs';

describe('sums of rarities', () => {
  it('put rows in the order that a plain sort puts them in', () => {
    const random = seededRandom(1);
    const scores = new RarityScores();
    for (let round = 0; round < 50; round += 1) {
      const most = 1 + Math.floor(random() * 300);
      scores.begin(most);
      const plain = new Map<number, number>();
      for (let list = 0; list < 5; list += 1) {
        const weight = 1 + Math.floor(random() * 8);
        const rows = Array.from({ length: most }, (_, at) => at + 1).filter(() => random() < 0.3);
        scores.add(rows, weight);
        for (const row of rows) plain.set(row, (plain.get(row) ?? 0) + weight);
      }
      const expected = [...plain].toSorted(([a, left], [b, right]) => right - left || b - a);
      expect([...scores.best()]).toEqual(expected.map(([row]) => row));
    }
  });

  it('keep what is required, raise what is there already, and forget', () => {
    const scores = new RarityScores().begin(9);
    scores.add([1, 2, 3], 1);
    scores.raise([2, 5], 1);
    expect([...scores.best()]).toEqual([2, 3, 1]);
    expect(scores.alikeAt(1)).toBe(1);
    expect(scores.alikeAt(2)).toBe(2);
    scores.keepOnly([3, 7]);
    expect([...scores.best()]).toEqual([3, 7]);
    expect([...scores.begin(4).best()]).toEqual([]);
    expect(scores.alikeAt(1)).toBe(0);
  });
});
