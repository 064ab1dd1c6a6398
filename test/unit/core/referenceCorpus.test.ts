import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseEntityReferences } from '../../../src/core/entity/entityReference.ts';

interface Entry {
  readonly half: 'a' | 'b';
  readonly text: string;
  readonly languageId?: string;
  readonly project?: string;
  readonly expected: readonly string[];
  /** What two careful readers may see differently. */
  readonly taste?: boolean;
}

const entries = readFileSync(new URL('../../data/references.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Entry);

const found = ({ text, languageId, project }: Entry): string[] =>
  parseEntityReferences(text, { languageId, project }).map(({ canonical }) => canonical);

/** Written without sight of the code (test/data/README.md). */
describe.each(['a', 'b'] as const)('half %s of the references', (half) => {
  const certain = entries.filter((entry) => entry.half === half && entry.taste !== true);

  it.each(certain)('$languageId $text', (entry) => {
    expect(found(entry)).toEqual(entry.expected);
  });

  it('is not empty, and its matters of taste are mostly read as its author read them', () => {
    expect(certain.length).toBeGreaterThan(60);
    const taste = entries.filter((entry) => entry.half === half && entry.taste === true);
    const alike = taste.filter((entry) => String(found(entry)) === String(entry.expected));
    // Half b, run once: "rule #1", "the #2 of the league" and "the header #333" are references here.
    expect(taste.length - alike.length).toBeLessThanOrEqual(half === 'a' ? 0 : 3);
  });
});
