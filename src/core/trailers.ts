import { cutAtWord } from './memoryTitle.ts';

/** One `Key: value` line at the end of a commit message, with its continuation lines joined by line feeds. */
export interface Trailer {
  /** As one of `decisionKeys`. */
  readonly key: DecisionKey;
  readonly value: string;
}

/** The keys that this product reads. They are matched without regard to case. */
export const decisionKeys = ['Decision', 'Rejected', 'Constraint', 'Directive', 'BREAKING CHANGE'] as const;
export type DecisionKey = (typeof decisionKeys)[number];

export interface CommitMessage {
  readonly subject: string;
  /** What stands between the subject and the trailers. */
  readonly body: string;
  readonly trailers: readonly Trailer[];
}

/** Characters of one value; more is cut with an ellipsis. */
export const maxTrailerLength = 4_000;
/** Trailers read from one message. */
export const maxTrailers = 50;

const ownTrailer = /^(decision|rejected|constraint|directive|breaking[ -]change)[ \t]*:(.*)$/i;
/** Any token that git takes for a trailer, and the two spellings with a space. */
const anyTrailer = /^(?:[A-Za-z0-9][A-Za-z0-9-]*|breaking change)[ \t]*:(?:\s|$)/i;
/** Lines that git itself writes between trailers. */
const writtenByGit = /^\(cherry picked from commit [0-9a-f]+\)$/;
const separator = /^-{3,}$/;
const continuation = /^[ \t]+\S/;
const fence = /^\s*(?:```|~~~)/;
const quoted = /^\s*>/;
const indentedCode = /^(?: {4}|\t)/;
const revertsCommit = /^This reverts commit [0-9a-f]{7,64}/;
/** Commits that a later rebase folds into another; their message is not final. */
const unfinished = /^(?:fixup|squash|amend)! /;

/**
 * Splits a commit message. The rules are git's (`git help interpret-trailers`) made lenient for our own keys: the
 * block need not be one paragraph, other lines may stand above a trailer in its paragraph, and an unindented line
 * continues the trailer above it (as in Conventional Commits). Fenced, quoted and indented text never counts, and of
 * a revert only what follows `This reverts commit`, because the rest quotes the commit that is taken back.
 */
export function parseCommitMessage(message: string): CommitMessage {
  const lines = message.replaceAll(/\r\n?/g, '\n').trim().split('\n');
  const subject = (lines.shift() ?? '').trim();
  const paragraphs = splitParagraphs(lines);
  if (unfinished.test(subject)) return { subject, body: joinProse(paragraphs), trailers: [] };

  const reverted = paragraphs.findLastIndex((paragraph) =>
    paragraph.lines.some((line) => revertsCommit.test(line)),
  );
  let start = paragraphs.length;
  while (start > reverted + 1 && isTrailing(paragraphs[start - 1])) start--;

  const trailers: Trailer[] = [];
  const prose = paragraphs.slice(0, start);
  for (const paragraph of paragraphs.slice(start)) {
    const first = paragraph.lines.findIndex((line) => ownTrailer.test(line));
    if (first > 0 && !anyTrailer.test(paragraph.lines[0] ?? ''))
      prose.push({ lines: paragraph.lines.slice(0, first), isCode: false });
    if (first >= 0) trailers.push(...readBlock(paragraph.lines.slice(first)));
  }
  return { subject, body: joinProse(prose), trailers: trailers.slice(0, maxTrailers) };
}

interface Paragraph {
  readonly lines: readonly string[];
  /** Fenced, quoted or indented: somebody's example, not the author's statement. */
  readonly isCode: boolean;
}

function splitParagraphs(lines: readonly string[]): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  let current: string[] = [];
  let fenced = false;
  const flush = (isCode: boolean): void => {
    if (current.length > 0) paragraphs.push({ lines: current, isCode: isCode || isExample(current) });
    current = [];
  };
  for (const line of lines) {
    if (fence.test(line)) {
      if (!fenced) flush(false);
      current.push(line);
      if (fenced) flush(true);
      fenced = !fenced;
    } else if (line.trim() === '' && !fenced) {
      flush(false);
    } else {
      current.push(line.trimEnd());
    }
  }
  flush(fenced);
  return paragraphs;
}

const isExample = (lines: readonly string[]): boolean =>
  indentedCode.test(lines[0] ?? '') || lines.some((line) => quoted.test(line));

/** Whether a paragraph may belong to the run of trailers that ends the message. */
function isTrailing(paragraph: Paragraph | undefined): boolean {
  if (!paragraph || paragraph.isCode) return false;
  const [first = ''] = paragraph.lines;
  return (
    separator.test(first) ||
    writtenByGit.test(first) ||
    anyTrailer.test(first) ||
    paragraph.lines.some((line) => ownTrailer.test(line))
  );
}

function readBlock(lines: readonly string[]): Trailer[] {
  const trailers: { key: DecisionKey; lines: string[] }[] = [];
  let current: { key: DecisionKey; lines: string[] } | undefined;
  for (const line of lines) {
    const match = ownTrailer.exec(line);
    if (match) {
      current = { key: keyOf(match[1] ?? ''), lines: [(match[2] ?? '').trim()] };
      trailers.push(current);
    } else if (!continuation.test(line) && isBoundary(line)) {
      current = undefined;
    } else {
      current?.lines.push(line.trim());
    }
  }
  return trailers
    .map(({ key, lines }) => ({ key, value: cutAtWord(cleanText(lines.join('\n')), maxTrailerLength) }))
    .filter(({ value }) => value !== '');
}

const isBoundary = (line: string): boolean =>
  anyTrailer.test(line) || writtenByGit.test(line) || separator.test(line);

function keyOf(text: string): DecisionKey {
  const wanted = text.replace('-', ' ').toLowerCase();
  return decisionKeys.find((key) => key.toLowerCase() === wanted) ?? 'Decision';
}

const joinProse = (paragraphs: readonly Paragraph[]): string =>
  cleanText(paragraphs.map(({ lines }) => lines.join('\n')).join('\n\n'));

/**
 * Text as it may be shown: without control characters, which move a terminal's cursor, and without the directional
 * overrides that make a line read otherwise than it is.
 */
export function cleanText(text: string): string {
  return (
    text
      // oxlint-disable-next-line no-control-regex
      .replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, '')
      .trim()
  );
}
