import { appendedKind, continuesSentence, withoutPipelineMarks } from './appendedText.ts';
import { type Paragraph, splitMessage } from './commitParts.ts';
import { cutAtWord } from '../memory/memoryTitle.ts';

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

const ownTrailer = /^(decision|rejected|constraint|directive|breaking[ -]change)[ \t]*[:：](.*)$/i;
const continuation = /^[ \t]+\S/;
const revertsCommit = /^This reverts (?:commit [0-9a-f]{7,64}|merge request \S)/;
/** Commits that a later rebase folds into another; their message is not final. */
const unfinished = /^(?:fixup|squash|amend)! /;
const sentenceEnd = /[.!?:;)\]"'”’…。！？：]$/u;
/** What a template's field holds that nobody has filled in. */
const placeholder =
  /^(?:n\/?a|none|nothing|tbd|tba|todo|unknown|pending|-+|—|\?+|x{3,}|\.{2,}|…|<[^<>]*>|\{[^{}]*\}|\[[^\][]*\])[.!]?$/i;

/**
 * Splits a commit message. The rules are git's (`git help interpret-trailers`) made lenient for our own keys: the
 * block need not be one paragraph, what forges and agents append may stand behind and between, other lines may stand
 * above a trailer in its paragraph, and an unindented line continues the trailer above it (as in Conventional
 * Commits). A squash holds several messages, each with trailers of its own. Fenced, quoted and indented text never
 * counts, and of a revert only what stands beside or below `This reverts commit`, because the rest quotes the commit
 * that is taken back.
 */
export function parseCommitMessage(message: string): CommitMessage {
  const parts = splitMessage(message);
  const prose: Paragraph[] = [];
  const trailers: Trailer[] = [];
  for (const [at, part] of parts.entries()) {
    if (at > 0 && part.subject !== '') prose.push({ lines: [part.subject], isCode: false });
    if (unfinished.test(part.subject)) prose.push(...part.sections.flat());
    else for (const section of withoutReverted(part.sections, prose)) readSection(section, prose, trailers);
  }
  return {
    subject: parts[0]?.subject ?? '',
    body: joinProse(prose),
    trailers: trailers.slice(0, maxTrailers),
  };
}

/** Sections from the paragraph on that names a reverted commit; what stands above it is prose. */
function withoutReverted(
  sections: readonly (readonly Paragraph[])[],
  prose: Paragraph[],
): readonly (readonly Paragraph[])[] {
  const names = ({ lines }: Paragraph): boolean => lines.some((line) => revertsCommit.test(line));
  const last = sections.findLastIndex((section) => section.some(names));
  if (last < 0) return sections;
  const section = sections[last] ?? [];
  const from = section.findLastIndex(names);
  prose.push(...sections.slice(0, last).flat(), ...section.slice(0, from));
  return [section.slice(from), ...sections.slice(last + 1)];
}

/** Reads the trailers that end a run of paragraphs, and adds the rest to the prose. */
function readSection(section: readonly Paragraph[], prose: Paragraph[], trailers: Trailer[]): void {
  let start = section.length;
  let firstOwn = section.length;
  for (; start > 0; start--) {
    const paragraph = section[start - 1];
    if (!paragraph || paragraph.isCode) break;
    if (firstTrailer(paragraph.lines) >= 0) firstOwn = start - 1;
    else if (!isAppended(paragraph.lines)) break;
  }
  prose.push(...section.slice(0, start));
  for (const [at, { lines }] of section.slice(start).entries()) {
    const first = firstTrailer(lines);
    if (first < 0) {
      // `Fixes #12.` above the trailers is what the author says, below them what a forge wants to hear.
      if (start + at < firstOwn && lines.every((line) => appendedKind(line) === 'reference'))
        prose.push({ lines, isCode: false });
      continue;
    }
    if (appendedKind(lines[0] ?? '') === undefined && first > 0)
      prose.push({ lines: lines.slice(0, first), isCode: false });
    if (trailers.length < maxTrailers) trailers.push(...readBlock(lines.slice(first)));
  }
}

/**
 * Where the trailers of a paragraph begin, -1 without. Below prose a sentence may break before a word that only looks
 * like a key, so the line above has to end one, or everything from here on to be trailers, more than one.
 */
function firstTrailer(lines: readonly string[]): number {
  const block = lines.findLastIndex((line) => !isTrailerLine(line)) + 1;
  const isBlock = lines.slice(block + 1).some((line) => !continuation.test(line));
  let isProse = false;
  for (const [at, line] of lines.entries()) {
    if (ownTrailer.test(line)) {
      if (!isProse || sentenceEnd.test(lines[at - 1] ?? '') || (isBlock && at === block)) return at;
    } else if (appendedKind(line) !== undefined) isProse = false;
    else if (!continuation.test(line)) isProse = true;
  }
  return -1;
}

const isTrailerLine = (line: string): boolean =>
  continuation.test(line) || ownTrailer.test(line) || appendedKind(line) !== undefined;

/** Whether nothing in a paragraph is the author's: its first line is a trailer, or all lines are appended. */
const isAppended = (lines: readonly string[]): boolean =>
  appendedKind(lines[0] ?? '') === 'trailer' ||
  lines.every((line, at) => appendedKind(line) !== undefined || (at > 0 && continuation.test(line)));

function readBlock(lines: readonly string[]): Trailer[] {
  const trailers: { key: DecisionKey; lines: string[] }[] = [];
  let current: { key: DecisionKey; lines: string[] } | undefined;
  for (const line of lines) {
    const match = ownTrailer.exec(line);
    if (match) {
      if (trailers.length === maxTrailers) break;
      current = { key: keyOf(match[1] ?? ''), lines: [(match[2] ?? '').trim()] };
      trailers.push(current);
    } else if (
      current &&
      (continuation.test(line) ||
        appendedKind(line) === undefined ||
        continuesSentence(current.lines.at(-1) ?? '', line))
    ) {
      current.lines.push(line.trim());
    } else {
      current = undefined;
    }
  }
  return trailers
    .map(({ key, lines }) => ({ key, value: valueOf(lines.join('\n')) }))
    .filter(({ value }) => value !== '');
}

function valueOf(text: string): string {
  const value = withoutPipelineMarks(cleanText(text.slice(0, 2 * maxTrailerLength)));
  return value.length < 100 && placeholder.test(value) ? '' : cutAtWord(value, maxTrailerLength);
}

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
