import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { remotePlace } from '../../../src/core/project/remoteUrl.ts';

interface Remote {
  readonly half: 'a' | 'b';
  readonly group: string;
  readonly remote: string;
  readonly secret?: string;
  /** A folder of this machine. */
  readonly local?: boolean;
}

const file = path.resolve(import.meta.dirname, '../../data/remotes.jsonl');
const remotes = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Remote);

/** Keys that lead to more than one value, with what they lead to. */
function severalOf(pairs: readonly (readonly [string | undefined, string | undefined])[]): unknown[] {
  const found = new Map<string | undefined, Set<string | undefined>>();
  for (const [key, value] of pairs) found.set(key, (found.get(key) ?? new Set()).add(value));
  return [...found].filter(([, values]) => values.size > 1).map(([key, values]) => [key, ...values]);
}

describe.each(['a', 'b'] as const)('the remotes of half %s', (half) => {
  const rows = remotes.filter((each) => each.half === half);
  const shared = rows.filter(({ local }) => !local);
  // Forges do not tell upper from lower case, and neither does the resolver of projects.
  const placeOf = ({ remote }: Remote): string | undefined => remotePlace(remote)?.toLowerCase();

  it('are there', () => {
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.some(({ secret }) => secret)).toBe(true);
  });

  it('are one project a group', () => {
    expect(shared.filter((row) => placeOf(row) === undefined)).toEqual([]);
    expect(severalOf(shared.map((row) => [row.group, placeOf(row)]))).toEqual([]);
  });

  it('are different projects in different groups', () => {
    expect(severalOf(shared.map((row) => [placeOf(row), row.group]))).toEqual([]);
  });

  it('keep their secrets, and folders are nobody else’s', () => {
    expect(rows.filter(({ secret, remote }) => secret && remotePlace(remote)?.includes(secret))).toEqual([]);
    expect(rows.filter(({ local, remote }) => local && remotePlace(remote) !== undefined)).toEqual([]);
  });
});
