import { describe, expect, it } from 'vitest';
import { findDateRange } from '../../../src/recall/question/dates/dateRange.ts';

/** Wednesday, noon here. */
const now = new Date(2025, 5, 18, 12).getTime();
const date = (year: number, month: number, day: number) => new Date(year, month - 1, day).getTime();

describe('the time that a question is about', () => {
  it.each<[string, [number, number, number], [number, number, number], string]>([
    ['what did we decide last week', [2025, 6, 9], [2025, 6, 16], 'what did we decide'],
    ['What did we decide LAST WEEK?', [2025, 6, 9], [2025, 6, 16], 'What did we decide ?'],
    ['decisions from two weeks ago', [2025, 6, 2], [2025, 6, 9], 'decisions'],
    ['what did we plan last month', [2025, 5, 1], [2025, 6, 1], 'what did we plan'],
    ['mail problems this month', [2025, 6, 1], [2025, 7, 1], 'mail problems'],
    ['incidents in March', [2025, 3, 1], [2025, 4, 1], 'incidents'],
    ['decisions of january', [2025, 1, 1], [2025, 2, 1], 'decisions'],
    ['plans of October', [2024, 10, 1], [2024, 11, 1], 'plans'],
    ['notes from March 2024', [2024, 3, 1], [2024, 4, 1], 'notes'],
    ['what was deployed on Monday', [2025, 6, 16], [2025, 6, 17], 'what was deployed'],
    ['what was deployed on Friday', [2025, 6, 13], [2025, 6, 14], 'what was deployed'],
    ['what happened today', [2025, 6, 18], [2025, 6, 19], 'what happened'],
    ['what broke yesterday', [2025, 6, 17], [2025, 6, 18], 'what broke'],
    ['on 8 May 2023 we moved', [2023, 5, 8], [2023, 5, 9], 'we moved'],
    ['the release 3 days ago', [2025, 6, 15], [2025, 6, 16], 'the release'],
    ['fixes of the last 3 days', [2025, 6, 15], [2025, 6, 19], 'fixes'],
    ['over the past two months', [2025, 4, 1], [2025, 6, 19], ''],
    ['what changed in 2024', [2024, 1, 1], [2025, 1, 1], 'what changed'],
    [
      'what did we decide in 2024 about browser tests',
      [2024, 1, 1],
      [2025, 1, 1],
      'what did we decide about browser tests',
    ],
    ['goals of Q1', [2025, 1, 1], [2025, 4, 1], 'goals'],
    ['goals of Q4', [2024, 10, 1], [2025, 1, 1], 'goals'],
    ['goals for q2 2023', [2023, 4, 1], [2023, 7, 1], 'goals'],
    ['from Tuesday to Thursday', [2025, 6, 17], [2025, 6, 20], ''],
  ])('%s', (query, from, until, rest) => {
    const range = findDateRange(query, now);
    expect(range).toMatchObject({ from: date(...from), until: date(...until), rest });
  });

  it('leaves one end open', () => {
    expect(findDateRange('which blockers came up since yesterday', now)).toMatchObject({
      from: date(2025, 6, 17),
      rest: 'which blockers came up',
    });
    expect(findDateRange('errors since Monday', now)?.until).toBeGreaterThan(now);
    expect(findDateRange('what did we use before June 10', now)).toMatchObject({
      from: 0,
      until: date(2025, 6, 10),
    });
    expect(findDateRange('rules until 2024', now)).toMatchObject({ from: 0, until: date(2024, 1, 1) });
  });

  it('takes two dates as the ends of one span', () => {
    expect(findDateRange('what came in between June 2 and June 5', now)).toMatchObject({
      from: date(2025, 6, 2),
      until: date(2025, 6, 6),
    });
  });

  it('is looked for where anybody asks, and the rest of a long question stays', () => {
    const tail = 'why is the queue slow '.repeat(100);
    const range = findDateRange(`last week, ${tail}`, now);
    expect(range?.text).toBe('last week');
    expect(range?.rest).toBe(`, ${tail}`.trim());
    expect(findDateRange(`${tail} last week`, now)).toBeUndefined();
  });

  it.each([
    'wait 2 minutes before a retry',
    '3 retries in 5 seconds',
    'the job runs at 5pm',
    'port 2024 is taken',
    'march through the list of users',
    'may I use tabs',
    'the second attempt at the sat nav',
    'release 10.3.2',
    'what are the plans for next week',
    'does it run now',
    'version 2024.1 of the editor',
    'the sun icon',
    'dec and inc counters',
  ])('is not in: %s', (query) => {
    expect(findDateRange(query, now)).toBeUndefined();
  });
});
