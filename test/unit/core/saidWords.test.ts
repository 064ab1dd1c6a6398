import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contentKey } from '../../../src/core/memory/contentKey.ts';
import { saidWords, sayTheSame } from '../../../src/core/text/saidWords.ts';

interface Pair {
  readonly half: 'a' | 'b';
  readonly kind: string;
  readonly first: string;
  /** Contradicts the first one in one word, sign or number. */
  readonly second: string;
  /** Says what the first one says. */
  readonly same: string;
}

const place = new URL('../../data/contradictions.jsonl', import.meta.url);
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
    ['Few customers use the login', 'A few customers use the login'],
    ['A rewrite is out of the question', 'A rewrite is out of question'],
    ['Post the notes to Teams', 'Post the notes to the team'],
    ['Open the report in Windows', 'Open the report in a window'],
    ['No. Backups run nightly in the cluster', 'No backups run nightly in the cluster'],
    ['No, backups are kept for a year', 'No backups are kept for a year'],
    ['Казнить, нельзя помиловать', 'Казнить нельзя, помиловать'],
    ['不，要重启服务', '不要重启服务'],
    ['The password policy: never', 'The password policy never'],
    ['The table is called `users`', 'The table is called `user`'],
    ['The namespace is payments', 'The namespace is payment'],
    ['Set enabled to "true" in the chart', 'Set enabled to true in the chart'],
    ['It reads the news feed', 'It reads the new feed'],
    ['Zálohuj databázi a logy', 'Zálohuj databázi logy'],
    ['Lösche alles auf dem Server', 'Lösche alle auf dem Server'],
    ['Deploy to group a first', 'Deploy to group first'],
    ['Set a to 5 in the loop', 'Set to 5 in the loop'],
    ['The balance is (500)', 'The balance is 500'],
    ['The prefix is `user:`', 'The prefix is `user`'],
    ['The host is `example.com.`', 'The host is `example.com`'],
  ])('differs in “%s” and “%s”', (left, right) => {
    expect(same(left, right)).toBe(false);
  });

  it.each([
    ['A worker takes a job from the queue', 'Workers take a job from the queue'],
    ['The caches are warm, and the pool is full', 'Caches are warm and pool is full.'],
    ['Run `npm test` first', 'run "npm test" first'],
    ['All of the nodes have a clock', 'All nodes have a clock'],
    ['Please keep the replies short', 'Keep replies short'],
  ])('is the same in “%s” and “%s”', (left, right) => {
    expect(same(left, right)).toBe(true);
  });
});
