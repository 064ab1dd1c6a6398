import { isPartName, namedHeading, type NamedHeading } from './adrHeadings.ts';

export type AdrMarkup = 'markdown' | 'asciidoc' | 'restructured';

/** A line of a record: a heading with its level, or text. */
export interface AdrLine {
  readonly text: string;
  /** 1 is the outermost; undefined for text. */
  readonly level: number | undefined;
  /** Inside a fence or a listing, where nothing is a heading or a label. */
  readonly isCode: boolean;
  /** Which line it is, from 0; of a heading of several lines the first. */
  readonly at: number;
}

export interface AdrSection {
  readonly level: number;
  readonly heading: string;
  readonly named: NamedHeading | undefined;
  readonly lines: readonly AdrLine[];
}

export interface AdrOutline {
  readonly title: string;
  /** Between the title and the first section. */
  readonly preamble: readonly AdrLine[];
  readonly sections: readonly AdrSection[];
}

/** Characters of a line that may be a heading. */
const maxHeading = 300;

export function markupOf(path: string): AdrMarkup {
  if (/\.(?:adoc|asciidoc)$/i.test(path)) return 'asciidoc';
  return /\.(?:rst|rest)$/i.test(path) ? 'restructured' : 'markdown';
}

/**
 * The parts of a record. A part ends where the next one of its level begins, or one that has a name of its own, at
 * whatever level: `### Consequences` below `## Decision Outcome` is no part of the outcome.
 */
export function outlineOf(lines: readonly AdrLine[]): AdrOutline {
  let title = '';
  const preamble: AdrLine[] = [];
  const sections: { level: number; heading: string; named: NamedHeading | undefined; lines: AdrLine[] }[] =
    [];
  for (const line of lines) {
    const current = sections.at(-1);
    if (line.level === undefined) {
      (current?.lines ?? preamble).push(line);
    } else if (title === '' && !current && !isPartName(line.text)) {
      title = line.text;
    } else {
      const named = namedHeading(line.text);
      if (current && line.level > current.level && !isPartOfItsOwn(named)) current.lines.push(line);
      else sections.push({ level: line.level, heading: line.text, named, lines: [] });
    }
  }
  return { title, preamble, sections };
}

/** A deeper heading ends the part above it only when its name leaves no doubt. */
const isPartOfItsOwn = (named: NamedHeading | undefined): boolean => named !== undefined && named.rank === 0;

/** Lines with their headings told apart, comments left out. */
export function readLines(lines: readonly string[], markup: AdrMarkup): AdrLine[] {
  const found: AdrLine[] = [];
  const levels: string[] = [];
  let isEnd: ((line: string) => boolean) | undefined;
  let isComment = false;
  for (let at = 0; at < lines.length; at++) {
    const text = (lines[at] ?? '').trimEnd();
    if (isEnd) {
      if (!isComment) found.push({ text, level: undefined, isCode: true, at });
      if (isEnd(text)) [isEnd, isComment] = [undefined, false];
      continue;
    }
    const heading = headingAt(lines, at, markup, levels);
    if (heading) {
      found.push({ text: heading.text, level: heading.level, isCode: false, at });
      at += heading.length - 1;
      continue;
    }
    isEnd = endOfVerbatim(text, markup);
    isComment = markup === 'asciidoc' && /^\/{4,}$/.test(text);
    const isRemark = markup === 'asciidoc' && /^\/\/(?!\/)/.test(text);
    if (!isComment && !isRemark) found.push({ text, level: undefined, isCode: isEnd !== undefined, at });
  }
  return found;
}

interface Heading {
  readonly text: string;
  readonly level: number;
  /** Lines that it takes. */
  readonly length: number;
}

function headingAt(
  lines: readonly string[],
  at: number,
  markup: AdrMarkup,
  levels: string[],
): Heading | undefined {
  const line = (lines[at] ?? '').trimEnd();
  if (line === '' || line.length > maxHeading) return undefined;
  const next = lines[at + 1]?.trimEnd() ?? '';
  if (markup === 'restructured') return underlined(line, next, lines[at + 2]?.trimEnd() ?? '', levels);
  return (
    marked(line, markup) ??
    (markup === 'asciidoc'
      ? twoLined(line, next, lines[at - 1] ?? '')
      : setext(line, next, lines[at - 1] ?? ''))
  );
}

function marked(line: string, markup: AdrMarkup): Heading | undefined {
  const match =
    /^ {0,3}(#{1,6})[ \t]+(\S.*)$/.exec(line) ??
    (markup === 'asciidoc' ? /^(={1,6})[ \t]+(\S.*)$/.exec(line) : null);
  if (match) return { text: withoutClosing(match[2] ?? ''), level: match[1]?.length ?? 1, length: 1 };
  const html = /^\s*<h([1-6])\b[^<>]*>([^<]*)<\/h\1>$/i.exec(line);
  return html ? { text: (html[2] ?? '').trim(), level: Number(html[1]), length: 1 } : undefined;
}

/** `## Decision ##`. */
function withoutClosing(text: string): string {
  let end = text.length;
  while (end > 0 && text.charAt(end - 1) === '#') end--;
  return end > 0 && /\s/.test(text.charAt(end - 1)) ? text.slice(0, end).trim() : text.trim();
}

const notHeading = /^(?:\s|[-*+>|#]|\d{1,9}[.)]\s.*[.:]$|```|~~~)/;

/** Below a paragraph of more lines a row of dashes is a rule. */
function setext(line: string, next: string, previous: string): Heading | undefined {
  const match = /^ {0,3}(={2,}|-{2,})$/.exec(next);
  const isAlone = previous.trim() === '' || previous.startsWith('#') || isRun(previous.trim());
  if (!match || !isAlone || notHeading.test(line)) return undefined;
  return { text: line.trim(), level: match[1]?.startsWith('=') ? 1 : 2, length: 2 };
}

const asciidocLevels = '=-~^+';

/** The older form of AsciiDoc, whose line is as long as the title, give or take two. */
function twoLined(line: string, next: string, previous: string): Heading | undefined {
  const level = asciidocLevels.indexOf(next.charAt(0));
  // Letters of East Asia are two wide.
  const fits = [line.length, 2 * line.length].some((length) => Math.abs(next.length - length) <= 2);
  const isLine = next.length >= 2 && level >= 0 && isRun(next) && fits;
  if (!isLine || previous.trim() !== '' || /^[[.:|*=-]/.test(line)) return undefined;
  return { text: line, level: level + 1, length: 2 };
}

const adornment = /^[!"#$%&'()*+,./:;<=>?@[\\\]^_`{|}~-]$/;
const isRun = (line: string): boolean => line !== '' && line.replaceAll(line.charAt(0), '') === '';
const isAdornment = (line: string): boolean =>
  line.length >= 2 && adornment.test(line.charAt(0)) && isRun(line);

/** The levels of reStructuredText are those of its marks in the order in which they appear. */
function underlined(line: string, next: string, third: string, levels: string[]): Heading | undefined {
  const isOver = isAdornment(line) && next.trim() !== '' && third === line && !isAdornment(next);
  const isUnder =
    !isOver &&
    isAdornment(next) &&
    !isAdornment(line) &&
    !/^\s/.test(line) &&
    next.length >= Math.min(4, line.length);
  if (!isOver && !isUnder) return undefined;
  const style = isOver ? `over${line.charAt(0)}` : next.charAt(0);
  if (!levels.includes(style)) levels.push(style);
  return { text: (isOver ? next : line).trim(), level: levels.indexOf(style) + 1, length: isOver ? 3 : 2 };
}

/** How the block ends that a line opens and in which nothing is a heading. */
function endOfVerbatim(line: string, markup: AdrMarkup): ((line: string) => boolean) | undefined {
  if (markup === 'asciidoc') {
    const isDelimiter = line.length >= 4 && '-.+/'.includes(line.charAt(0)) && isRun(line);
    if (isDelimiter) return (each) => each === line;
  }
  if (markup === 'restructured') return undefined;
  const [, mark = '', info = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
  if (mark === '' || (mark.startsWith('`') && info.includes('`'))) return undefined;
  return (each) => each.trim().startsWith(mark) && isRun(each.trim());
}
