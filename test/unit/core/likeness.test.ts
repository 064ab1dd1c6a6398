import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { variedNotes } from '../../../dev/memory/variedNotes.ts';
import { likenessOf, oppositionOf, readText } from '../../../src/core/memory/likeness.ts';

const pairs = readFileSync(new URL('../../data/contradictions.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map(
    (line) => JSON.parse(line) as { half: string; kind: string; first: string; second: string; same: string },
  );

const opposition = (left: string, right: string) => oppositionOf(readText(left), readText(right));
const likeness = (left: string, right: string) => likenessOf(readText(left), readText(right));

describe('two texts about one thing', () => {
  it.each(['a', 'b'])('exclude each other in most of 40 contradictions, half %s', (half) => {
    const ofHalf = pairs.filter((pair) => pair.half === half);
    const missed = ofHalf.filter(({ first, second }) => opposition(first, second) === undefined);
    expect(missed).toEqual([]);
  });

  it.each(['a', 'b'])('do not in their 40 restatements, half %s', (half) => {
    const restated = pairs.filter((pair) => pair.half === half);
    expect(restated.filter(({ first, same }) => opposition(first, same) !== undefined)).toEqual([]);
    expect(restated.filter(({ first, same }) => likeness(first, same) < 0.9)).toEqual([]);
  });

  it('are few among texts about many things', () => {
    const texts = [...pairs.map(({ first }) => first), ...variedNotes().map(({ content }) => content)].map(
      readText,
    );
    const others = texts.flatMap((left, at) => texts.slice(at + 1).map((right) => [left, right] as const));
    expect(others.length).toBeGreaterThan(50_000);
    // The notes are made of the same few parts, so that some of them do say another value of one thing.
    const opposed = others.filter(([left, right]) => oppositionOf(left, right) !== undefined);
    expect(opposed.length / others.length).toBeLessThan(0.03);
    const near = others.filter(([left, right]) => likenessOf(left, right) >= 0.8);
    expect(near.length / others.length).toBeLessThan(0.01);
  });

  it.each<[string, string, string | undefined]>([
    ['Use Redis for sessions', 'Do not use Redis for sessions', 'denial'],
    ['Avoid Redis for sessions', 'Use Redis for sessions', 'denial'],
    ['Sessions must never be kept in Redis', 'Sessions are kept in Redis', 'denial'],
    ['The database listens on port 5432', 'The database listens on port 5433', 'value'],
    ['We use Postgres for orders', 'We use MySQL for orders', 'value'],
    ['The cache is enabled in production', 'The cache is disabled in production', 'denial'],
    ['The auth service owns the login page', 'The billing service owns the login page', undefined],
    ['Deploy with make ship', 'Deploy with make ship on Fridays', undefined],
    ['Use Redis for sessions', 'Use Kafka for events', undefined],
    ['Maps are drawn anew every night', 'Maps are drawn anew each night', undefined],
    ['No backups are kept', 'Backups are not kept', undefined],
    ['The build needs Node 20', 'The build needs Node 22 and pnpm since the move to the monorepo', undefined],
  ])('%s / %s: %s', (left, right, wanted) => {
    expect(opposition(left, right)).toBe(wanted);
    expect(opposition(right, left)).toBe(wanted);
  });

  it.each<[string, string, number]>([
    ['We use Postgres for the orders service', 'The orders service uses Postgres', 1],
    ['Deploy with make ship', 'Roll back with make undo', 0.5],
    ['', '', 0],
  ])('%s / %s are alike by %d', (left, right, wanted) => {
    expect(likeness(left, right)).toBeCloseTo(wanted, 0);
  });
});
