import type { Category } from '../../src/core/memory/memory.ts';

export interface VariedNote {
  readonly category: Category;
  readonly content: string;
}

const parts = [
  'the booking desk',
  'tide tables',
  'the invoice run',
  'berth maps',
  'the login page',
  'nightly exports',
];
const verbs = [
  'reads from',
  'writes to',
  'waits for',
  'is kept apart from',
  'was moved behind',
  'shares a key with',
];
const things = [
  'Postgres',
  'the queue',
  'a read replica',
  'the mail relay',
  'object storage',
  'the edge cache',
  'Redis',
];
const reasons = [
  'because restarts took too long',
  'since the audit in spring',
  'so that two harbours can work at once',
  'after the outage of the 3rd',
  'as the contract demands it',
];
/** So many of each; in a project decisions and facts are most of it. */
const shares: readonly (readonly [Category, number])[] = [
  ['decision', 64],
  ['convention', 34],
  ['blocker', 12],
  ['procedure', 22],
  ['fact', 90],
  ['event', 18],
  ['plan', 12],
  ['idea', 26],
  ['context', 12],
  ['preference', 10],
];

/** 300 notes as a project has them after some months: ten kinds, one line or several, some about one subject. */
export function variedNotes(): VariedNote[] {
  let made = 0;
  return shares.flatMap(([category, count]) =>
    Array.from({ length: count }, (_, at) => {
      made += 1;
      const pick = (list: readonly string[], step: number) => list[(made * step + at) % list.length] ?? '';
      const about = `${pick(parts, 1)} ${pick(verbs, 3)} ${pick(things, 5)}`;
      const first = `${about.charAt(0).toUpperCase()}${about.slice(1)} (${category} ${at + 1})`;
      const why = `${pick(reasons, 7)}, see !${made}`;
      if (made % 25 === 0) return { category, content: `Kafka topic ${made / 25}: ${about} ${why}` };
      if (made % 7 === 0)
        return { category, content: `${first}\n\nHow it came about: ${why}.\nKept as it is until review.` };
      if (made % 5 === 0) return { category, content: `${first} ${why}` };
      return { category, content: first };
    }),
  );
}
