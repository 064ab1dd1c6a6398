import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contentKey } from '../../src/core/contentKey.ts';
import { saidWords, sayTheSame } from '../../src/core/saidWords.ts';

interface Pair {
  readonly half: 'a' | 'b';
  readonly kind: string;
  readonly first: string;
  /** Contradicts the first one in one word, sign or number. */
  readonly second: string;
  /** Says what the first one says. */
  readonly same: string;
}

const place = new URL('../data/contradictions.jsonl', import.meta.url);
const pairs = readFileSync(place, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Pair);

const same = (left: string, right: string): boolean => sayTheSame(saidWords(left), saidWords(right));

describe('what two texts say', () => {
  it.each(['a', 'b'] as const)('is another thing in each of 40 contradictions, half %s', (half) => {
    const ofHalf = pairs.filter((pair) => pair.half === half);
    expect(ofHalf).toHaveLength(40);
    expect(new Set(ofHalf.map(({ kind }) => kind)).size).toBe(8);
    expect(ofHalf.filter(({ first, second }) => same(first, second))).toEqual([]);
    expect(ofHalf.filter(({ first, second }) => contentKey(first) === contentKey(second))).toEqual([]);
  });

  it.each(['a', 'b'] as const)('is the same in each of their 40 restatements, half %s', (half) => {
    const restated = pairs.filter((pair) => pair.half === half);
    expect(restated.filter((pair) => !same(pair.first, pair.same))).toEqual([]);
  });

  it.each([
    ['The gateway speaks HTTP', 'The gateway speaks HTTPS'],
    ['Mail goes out by smtp', 'Mail goes out by smtps'],
    ['The directory is read by ldap', 'The directory is read by ldaps'],
    ['Adam owns the build', 'Adams owns the build'],
    ['Ask James before a release', 'Ask Jame before a release'],
    ['The lease was renewed', 'The lease is renewed'],
    ['Only admins may deploy', 'Admins may deploy'],
    ['The flag is -v', 'The flag is -V'],
    ['Use plan A', 'Use plan'],
    ['Is it safe?', 'Is it safe'],
    ['Copy a to b', 'Copy b to a'],
  ])('differs in “%s” and “%s”', (left, right) => {
    expect(same(left, right)).toBe(false);
  });

  it.each([
    ['A worker takes one job', 'Workers take one job'],
    ['The caches are warm, and the pool is full', 'Caches are warm and pool is full.'],
    ['Run `npm test` first', 'run "npm test" first'],
    ['All of the nodes have a clock', 'All nodes have a clock'],
    ['Please keep the replies short', 'Keep replies short'],
  ])('is the same in “%s” and “%s”', (left, right) => {
    expect(same(left, right)).toBe(true);
  });
});
