import { describe, expect, it } from 'vitest';
import { revertsIn } from '../../../src/intake/reverts.ts';
import { parseAdr } from '../../../src/core/statement/adr/adr.ts';
import { findSuccessor } from '../../../src/core/statement/adr/adrSuccessor.ts';
import { cutAtWord, deriveTitle } from '../../../src/core/memory/memoryTitle.ts';
import { looksLikeRemote, remotePlace } from '../../../src/core/project/remoteUrl.ts';
import { parseCommitMessage } from '../../../src/core/statement/trailers.ts';

function cpuOf(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

/** The least of three, because whatever else the machine does only adds. */
const leastOf = (work: () => unknown): number => Math.min(...[1, 2, 3].map(() => cpuOf(work)));

/** CPU of four times a text over that of the text, once that takes long enough to tell. */
function growthOf(work: (length: number) => unknown): number {
  let length = 2_000;
  while (length < 1_000_000 && leastOf(() => work(length)) < 20) length *= 2;
  return (
    leastOf(() => work(4 * length)) /
    Math.max(
      20,
      leastOf(() => work(length)),
    )
  );
}

const upTo = (unit: string, length: number): string =>
  unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

describe('the time for a text grows no faster than the text', () => {
  it.each([
    ['a record of blank lines', (n: number) => parseAdr('docs/adr/3.md', `# 3. T\n\na${upTo('\n', n)}b`)],
    ['a record of blanks in a heading', (n: number) => parseAdr('docs/adr/3.md', `# a${upTo(' ', n)}b`)],
    [
      'a record of states',
      (n: number) => parseAdr('docs/adr/3.md', `# T\n\n## Status\n\n${upTo('not yet 被', n)}`),
    ],
    [
      'a record of labels',
      (n: number) => parseAdr('docs/adr/3.md', upTo('**Decision**: a\n| Status | b |\n', n)),
    ],
    ['a path of digits', (n: number) => parseAdr(`adr${upTo('1', n)}/x`, '')],
    [
      'a message of trailers below prose',
      (n: number) => parseCommitMessage(`S\n\na\n${upTo('Decision: x\n', n)}b`),
    ],
    ['a message of fences', (n: number) => parseCommitMessage(`S\n\n${upTo('`', n)}\n${upTo('```\n', n)}`)],
    ['a message of comments', (n: number) => parseCommitMessage(`S\n\n${upTo('<!--', n)}`)],
    ['a title of abbreviations', (n: number) => deriveTitle(upTo('e.g. ', n))],
    ['a message of reverts', (n: number) => revertsIn(upTo('This reverts commit 1a2b3c4d, reversing\n', n))],
    ['a title in quotation marks', (n: number) => revertsIn(`Revert "${upTo('" (#1', n)}`)],
    ['a record of successors', (n: number) => findSuccessor('docs/adr/3.md', upTo('superseded by [0', n))],
    ['an address of marks', (n: number) => remotePlace(`https://${upTo('a@b.c:', n)}`)],
    ['a name of marks', (n: number) => looksLikeRemote(upTo('a:', n)) || looksLikeRemote(upTo('a@', n))],
    ['a cut through marks', (n: number) => cutAtWord(`a${upTo('; ', n)}b`, n)],
  ])('%s', (_, work) => {
    expect(growthOf(work)).toBeLessThanOrEqual(6);
  });
});
