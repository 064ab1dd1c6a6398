import { fencedSyntax, type LanguageKind, type LanguageSyntax } from './entityReferenceLanguages.ts';
import { pushRegion as push, type Region } from './entityReferenceRegion.ts';
import { syntaxRegions } from './entityReferenceSyntax.ts';

/** Where references may stand in a text of a language. */
export const regionsOf = (text: string, kind: LanguageKind): Region[] =>
  typeof kind === 'string' ? proseRegions(text) : syntaxRegions(text, kind, 0, text.length);

/** Not `` ```code``` `` in a sentence, nor `~~~^~~~` below the code that a compiler found fault with. */
const fence = /^ {0,3}(?:>\s?)*(`{3,}(?![^`]*`)|~{3,}(?![^~^]*[~^]))[ \t]*([\w+#-]{0,30})/;

const longestTitle = 200;
/** Some draw a line of one length below titles of any. */
const longUnderline = 20;

/** `~~~~~` below a title about as long is its underline, as plain texts have them, and opens no code. */
function isUnderline(mark: string, name: string, title: string): boolean {
  if (!mark.startsWith('~') || mark.length < 4 || name !== '' || title === '') return false;
  const slack = mark.length > 4 ? 3 : 0;
  return mark.length + slack >= Math.min(title.length, longUnderline);
}

/** Prose; inline code comes as regions of its own, and fenced code of a known language as the comments and strings in it. */
export function proseRegions(text: string): Region[] {
  const regions: Region[] = [];
  let openFence: string | undefined;
  let syntax: LanguageSyntax | undefined;
  let isNamed = false;
  let start = 0;
  let title = '';
  for (let at = 0; at <= text.length;) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(at, end);
    const [, mark, name = ''] = fence.exec(line) ?? [];
    if (openFence === undefined && mark !== undefined && !isUnderline(mark, name, title)) {
      splitInlineCode(text, start, at, regions);
      openFence = mark;
      isNamed = name !== '';
      syntax = fencedSyntax(name);
      start = Math.min(end + 1, text.length);
    } else if (openFence !== undefined && mark?.startsWith(openFence)) {
      pushFenced(text, syntax, start, at, regions);
      openFence = undefined;
      start = end;
    }
    title = line.length > longestTitle ? '' : line.trim();
    at = end + 1;
  }
  if (openFence === undefined || (!isNamed && isBlankLine(text, start)))
    splitInlineCode(text, start, text.length, regions);
  else pushFenced(text, syntax, start, text.length, regions);
  return regions;
}

/** Before a blank line a bare fence that nothing closes is the end of one that began before the text was cut. */
const isBlankLine = (text: string, at: number): boolean =>
  /^[ \t]{0,40}\r?(?:\n|$)/.test(text.slice(at, at + 44));

/** `/relate #12`: what somebody tells a forge to do. */
const quickAction = /^[ \t]*\/[a-z][a-z_]{1,30}[ \t]+(?=[^\n]*[#!&:]).*$/gm;

/** Fenced text is not read as a sentence, but its addresses are, and lines that a forge would read. */
function pushFenced(
  text: string,
  syntax: LanguageSyntax | undefined,
  start: number,
  end: number,
  regions: Region[],
): void {
  if (syntax) {
    append(regions, syntaxRegions(text, syntax, start, end));
    return;
  }
  let from = start;
  for (const { 0: line, index } of text.slice(start, end).matchAll(quickAction)) {
    push(regions, 'code', from, start + index);
    from = start + index + line.length;
    push(regions, 'prose', start + index, from);
  }
  push(regions, 'code', from, end);
}

/** A run of backticks is closed by a run of the same length in the same paragraph or item of a list, as in CommonMark. */
function splitInlineCode(text: string, start: number, end: number, regions: Region[]): void {
  const { places, lengths, closers } = tickRuns(text, start, end);
  let from = start;
  for (let run = 0; run < places.length;) {
    const [at = end, length = 0, closer = unclosed] = [places[run], lengths[run], closers[run]];
    run = closer === unclosed ? run + 1 : closer + 1;
    if (closer === unclosed) continue;
    const close = places[closer] ?? end;
    push(regions, 'prose', from, at);
    push(regions, isNamedLink(text, close, length) ? 'prose' : 'inlineCode', at + length, close);
    from = close + length;
  }
  push(regions, 'prose', from, end);
}

/** `` `the issue <https://…>`_ `` of reStructuredText */
const isNamedLink = (text: string, close: number, length: number): boolean =>
  length === 1 && text[close - 1] === '>' && text[close + 1] === '_';

/** `` `this' `` is how texts were quoted before there were other marks. */
const isOldQuote = (text: string, at: number): boolean =>
  /^`[^\s`']{1,60}'(?![\w'])/.test(text.slice(at, at + 64));

/** Lists side by side, because a text may be nothing but ticks. */
interface TickRuns {
  readonly places: number[];
  readonly lengths: number[];
  /** Index of the next run that is as long and stands in the same block. */
  readonly closers: number[];
}

const unclosed = -1;

/** Each run once, with what would close it: looking for that again from every run would take for ever in a text of ticks. */
function tickRuns(text: string, start: number, end: number): TickRuns {
  const runs: TickRuns = { places: [], lengths: [], closers: [] };
  const open = new Map<number, number>();
  const place = /`+|\n[ \t\r]*(?=\n)|\n[ \t>]{0,40}(?:[-*+•]|\d{1,9}[.)]|#{1,6})[ \t]/g;
  place.lastIndex = start;
  for (let found = place.exec(text); found && found.index < end; found = place.exec(text)) {
    const [{ length }] = found;
    if (text[found.index] !== '`') {
      open.clear();
      continue;
    }
    if (length === 1 && isOldQuote(text, found.index)) continue;
    const earlier = open.get(length);
    if (earlier !== undefined) runs.closers[earlier] = runs.places.length;
    open.set(length, runs.places.length);
    runs.places.push(found.index);
    runs.lengths.push(length);
    runs.closers.push(unclosed);
  }
  return runs;
}

function append(regions: Region[], more: readonly Region[]): void {
  for (const region of more) regions.push(region);
}
