import { readLines } from '../statement/adr/adrOutline.ts';
import { plainHeading } from '../statement/adr/adrHeadings.ts';
import { plainText } from '../text/plainText.ts';

/** What stands under one heading, up to the next one of whatever level. */
export interface DocumentSection {
  /** From the outermost to its own; empty above the first. Without marks of Markdown. */
  readonly headings: readonly string[];
  /** From 1; the lines of its own heading among them. */
  readonly startLine: number;
  readonly endLine: number;
  /** In Markdown, without its heading; never blank. */
  readonly text: string;
}

/** Sections that say something. A document's badges, rules and tables of contents are none. */
export function documentSections(lines: readonly string[]): DocumentSection[] {
  const sections: DocumentSection[] = [];
  const path: { readonly level: number; readonly text: string }[] = [];
  let begun = 0;
  let kept: string[] = [];
  const close = (end: number): void => {
    const text = withoutBlanks(kept);
    if (saysSomething(text))
      sections.push({
        headings: path.map((heading) => heading.text),
        startLine: begun + 1,
        endLine: end,
        text,
      });
    kept = [];
  };
  for (const { text, level, isCode, at } of readLines(blankComments(lines), 'markdown')) {
    if (level === undefined) {
      kept.push(isCode || !isOrnament(text) ? text : '');
      continue;
    }
    close(at);
    while ((path.at(-1)?.level ?? 0) >= level) path.pop();
    path.push({ level, text: shownHeading(text) });
    begun = at;
  }
  close(lines.length);
  return sections;
}

/** As a person reads it: with its words and letters as they are, without its marks. */
const shownHeading = (text: string): string =>
  plainText(text.slice(0, 300))
    .replaceAll(/\{#[^{}]*\}/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** Lines of comments are blank, so that all others keep their numbers. */
function blankComments(lines: readonly string[]): string[] {
  let isOpen = false;
  return lines.map((line) => {
    let [rest, shown] = [line, ''];
    for (;;) {
      const mark = isOpen ? '-->' : '<!--';
      const at = rest.indexOf(mark);
      if (at < 0) return isOpen ? shown : shown + rest;
      if (!isOpen) shown += rest.slice(0, at);
      rest = rest.slice(at + mark.length);
      isOpen = !isOpen;
    }
  });
}

const onlyImages = /^\s*(?:\[?!\[[^\][]{0,300}\]\([^()\s]{0,1000}\)(?:\]\([^()\s]{0,1000}\))?\s*)+$/;
const rule = /^\s{0,3}(?:(?:[-*_]\s*){3,})$/;
const contentsEntry = /^\s*(?:[-*+]|\d{1,3}[.)])\s+\[[^\][]{0,300}\]\(#[^()]{0,300}\)\s*$/;
const tagsAlone = /^\s*(?:<\/?[a-z][^<>]{0,500}>\s*){1,20}$/i;

/** A line that a reader sees nothing in: badges, rules, entries of a table of contents, tags around pictures. */
const isOrnament = (line: string): boolean =>
  line.length <= 4_000 &&
  (onlyImages.test(line) || rule.test(line) || contentsEntry.test(line) || tagsAlone.test(line));

/** One blank line where there are more, none at the ends. */
function withoutBlanks(lines: readonly string[]): string {
  const kept: string[] = [];
  for (const line of lines) {
    if (line.trim() === '' && (kept.at(-1) ?? '') === '') continue;
    kept.push(line.trim() === '' ? '' : line);
  }
  return kept.join('\n').trimEnd();
}

/** Two words, or four letters of a script that has no blanks. */
function saysSomething(text: string): boolean {
  const shown = plainText(text);
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]{4}/u.test(shown)) return true;
  return (shown.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? []).length >= 2;
}

/** The last heading in small letters, as rules over headings compare it. */
export const ownHeading = ({ headings }: Pick<DocumentSection, 'headings'>): string =>
  plainHeading(headings.at(-1) ?? '');
