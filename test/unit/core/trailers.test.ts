import { describe, expect, it } from 'vitest';
import { maxTrailerLength, maxTrailers, parseCommitMessage } from '../../../src/core/statement/trailers.ts';

const trailersOf = (message: string): [string, string][] =>
  parseCommitMessage(message).trailers.map(({ key, value }) => [key, value]);

describe('parseCommitMessage', () => {
  it('reads every key, several times and without regard to case', () => {
    const message = [
      'Keep an exact scan',
      '',
      'The graph index was slower to build.',
      '',
      'Decision: keep the exact scan',
      'decision: cache its rows',
      'REJECTED: a graph index',
      'Constraint: no native code',
      'Directive: measure before changing the kernel',
      'BREAKING CHANGE: the index file is gone',
      'breaking-change: and so is its setting',
      'Signed-off-by: A <a@example.com>',
    ].join('\n');

    const parsed = parseCommitMessage(message);

    expect(parsed.subject).toBe('Keep an exact scan');
    expect(parsed.body).toBe('The graph index was slower to build.');
    expect(parsed.trailers).toEqual([
      { key: 'Decision', value: 'keep the exact scan' },
      { key: 'Decision', value: 'cache its rows' },
      { key: 'Rejected', value: 'a graph index' },
      { key: 'Constraint', value: 'no native code' },
      { key: 'Directive', value: 'measure before changing the kernel' },
      { key: 'BREAKING CHANGE', value: 'the index file is gone' },
      { key: 'BREAKING CHANGE', value: 'and so is its setting' },
    ]);
  });

  it('joins continuation lines, indented or not, until the next trailer', () => {
    expect(
      trailersOf(
        'S\n\nDecision: one\n  two\n\tthree\nfour\nReviewed-by: B\n five\nRejected:\n  on the next line\n(cherry picked from commit 0123456789abcdef)',
      ),
    ).toEqual([
      ['Decision', 'one\ntwo\nthree\nfour'],
      ['Rejected', 'on the next line'],
    ]);
  });

  it('reads CRLF, and several last paragraphs as forges write them', () => {
    expect(
      trailersOf('S\r\n\r\nDecision: a\r\n  b\r\n\r\n---------\r\n\r\nCo-authored-by: B <b@example.com>\r\n'),
    ).toEqual([['Decision', 'a\nb']]);
  });

  it('reads a trailer below other lines of the last paragraph', () => {
    const parsed = parseCommitMessage('S\n\nWe talked it over.\nDecision: ship it');
    expect(parsed.body).toBe('We talked it over.');
    expect(parsed.trailers).toEqual([{ key: 'Decision', value: 'ship it' }]);
  });

  it.each([
    ['a subject', 'Decision: not a trailer'],
    ['an empty value', 'S\n\nDecision:\nRejected:   \n'],
    ['prose above the end', 'S\n\nDecision: early\n\nMore prose follows here.'],
    ['another key that ends alike', 'S\n\nNo-Decision: x\nDecisions: y'],
    ['a sentence without a colon', 'S\n\nDecision was made'],
    ['a fence', 'S\n\nExample:\n\n```\n\nDecision: example\n```'],
    ['a fence that is never closed', 'S\n\n```\nDecision: example'],
    ['a quotation', 'S\n\n> Decision: somebody else said\n> this'],
    ['indented code', 'S\n\n    Decision: example'],
    ['a fixup', 'fixup! S\n\nDecision: x'],
    [
      'the reverted message',
      'Revert "S"\n\nDecision: old\n\nThis reverts commit 0123456789abcdef0123456789abcdef01234567.',
    ],
  ])('finds nothing in %s', (_, message) => {
    expect(trailersOf(message)).toEqual([]);
  });

  it('reads what the author of a revert adds', () => {
    expect(
      trailersOf('Revert "S"\n\nThis reverts commit 0123456789abcdef.\n\nRejected: the cache, it loses rows'),
    ).toEqual([['Rejected', 'the cache, it loses rows']]);
  });

  it('keeps unicode whole and drops what could disguise a text', () => {
    expect(trailersOf('S\n\nDecision: naïve 日本語 🦊 \u001B[31mred\u202Egnp.exe\u0007')).toEqual([
      ['Decision', 'naïve 日本語 🦊 [31mredgnp.exe'],
    ]);
  });

  it('bounds length and number, in linear time', () => {
    const long = trailersOf(`S\n\nDecision: ${'x'.repeat(100_000)}`);
    expect(long[0]?.[1]).toHaveLength(maxTrailerLength);
    expect(trailersOf(`S\n\n${'Decision: x\n'.repeat(5_000)}`)).toHaveLength(maxTrailers);
    expect(parseCommitMessage('').trailers).toEqual([]);
  });
});
