import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  f1,
  type MarkedPassage,
  namedF1,
  precision,
  readPassages,
  recall,
  reportReferences,
  scoreReferences,
} from '../../../dev/texts/referenceCorpus.ts';

const folder = new URL('../../data/references/', import.meta.url);
const sums = new Map(
  readFileSync(new URL('SHA256SUMS', folder), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('  ').toReversed() as [string, string]),
);
/** What was reached: how many are marked, and the least that F1 may be. */
const sets = {
  'a.jsonl': { count: 287, floor: 286 / 287 },
  'b.jsonl': { count: 273, floor: 1 },
  'c.jsonl': { count: 51, floor: 1 },
  'd.jsonl': { count: 124, floor: 1 },
};

/** Marked by another hand in real texts (test/data/references/README.md). */
describe.each(Object.entries(sets))('the marked references of %s', (name, { count, floor }) => {
  const file = new URL(name, folder);
  const passages = readPassages(file);

  it('are as they were when they were closed', () => {
    expect(createHash('sha256').update(readFileSync(file)).digest('hex')).toBe(sums.get(name));
    const marked = passages.flatMap(({ text, references }) =>
      references.filter(({ start, end, text: slice }) => text.slice(start, end) === slice),
    );
    expect(marked).toHaveLength(count);
  });

  it('are found, and nothing else', () => {
    const score = scoreReferences(passages);
    const isEnough = Math.min(f1(score), namedF1(score)) >= floor;
    expect(isEnough ? '' : reportReferences(passages)).toBe('');
  });
});

describe('the score of marked references', () => {
  const passage = (
    text: string,
    references: MarkedPassage['references'],
    language = 'text',
  ): MarkedPassage => ({
    id: 1,
    language,
    text,
    references,
    negatives: [],
  });
  const mark = (text: string, start: number, kind: string, canonical: string) => ({
    start,
    end: start + text.length,
    text,
    kind,
    canonical,
  });

  it('counts what was missed, found wrongly and named wrongly', () => {
    const score = scoreReferences([
      passage('See #12 and #13.', [mark('#12', 4, 'issue', '#12'), mark('and', 8, 'issue', '#8')]),
      passage('See !7.', [mark('!7', 4, 'issue', '#7')]),
    ]);
    expect(score).toMatchObject({ marked: 3, found: 3, right: 2, named: 1 });
    expect(score.missed.map(({ said }) => said)).toEqual(['and']);
    expect(score.wrong.map(({ said }) => said)).toEqual(['#13']);
    expect(score.misnamed.map(({ said }) => said)).toEqual(['!7 as merge_request !7']);
    expect([precision(score), recall(score), f1(score), namedF1(score)]).toEqual([
      2 / 3,
      2 / 3,
      2 / 3,
      1 / 3,
    ]);
  });

  it('takes a stretch that is longer for a miss', () => {
    const score = scoreReferences([passage('See group/app#12.', [mark('#12', 13, 'issue', '#12')])]);
    expect(score).toMatchObject({ right: 0, found: 1 });
  });

  it('leaves out what is found where readers differ, and not what is missed or found beside it', () => {
    const text = 'Text #12 and #13, see #14.';
    const marks = [mark('#14', 22, 'issue', '#14')];
    const unmarked = [
      { start: 5, end: 8 },
      { start: 20, end: 21 },
    ];
    expect(scoreReferences([{ ...passage(text, marks), unmarked }])).toMatchObject({ found: 2, right: 1 });
    expect(scoreReferences([passage(text, marks)])).toMatchObject({ found: 3, right: 1 });
    expect(scoreReferences([{ ...passage('None.', marks), unmarked }])).toMatchObject({
      marked: 1,
      right: 0,
    });
  });

  it('knows the names of addresses, shas and decisions, and other readings', () => {
    const address = 'https://github.com/Owner/Repo/pull/3';
    const commit = `https://github.com/o/r/commit/${'1a2b3c4d'.repeat(5)}`;
    const score = scoreReferences([
      passage(`${address} ${commit} ADR 0007`, [
        {
          ...mark(address, 0, 'merge_request', 'github.com/Owner/Repo!3'),
          alternatives: [{ kind: 'issue', canonical: 'github.com/Owner/Repo#3' }],
        },
        {
          ...mark(commit, address.length + 1, 'commit', `example.org/r@${'1a2b3c4d'.repeat(5)}`),
          alternatives: [`github.com/o/r@${'1a2b3c4d'.repeat(5)}`],
        },
        mark('ADR 0007', address.length + commit.length + 2, 'decision', 'ADR-7'),
      ]),
      passage('x = 1 # see 1a2b3c4d', [mark('1a2b3c4d', 12, 'commit', '1a2b3c4d')], 'python'),
    ]);
    expect(score).toMatchObject({ marked: 4, found: 4, right: 4, named: 4 });
  });

  it('is told with every fault and its line', () => {
    const report = reportReferences([
      { ...passage('First.\nSee #12.', []), doubt: 'an example' },
      passage('#13', [mark('#13', 0, 'issue', '#13')], 'git'),
    ]);
    expect(report).toMatch(/^all +1 +2 +1 +0\.5000 +1\.0000/m);
    expect(report).toMatch(/^lines without doubt +1 +1 +1 +1\.0000/m);
    expect(report).toContain('  1 text issue #12  |  See #12.');
  });
});
