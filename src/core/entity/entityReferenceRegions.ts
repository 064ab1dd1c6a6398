import type { LanguageSyntax, StringSyntax } from './entityReferenceLanguages.ts';

/** A stretch of text in which references may stand. `end` is exclusive. */
export interface Region {
  readonly kind: 'prose' | 'comment' | 'string' | 'inlineCode';
  readonly start: number;
  readonly end: number;
}

const fence = /^ {0,3}(?:>\s?)*(`{3,}|~{3,})/;

/** Prose without fenced code; inline code comes as regions of its own. */
export function proseRegions(text: string): Region[] {
  const regions: Region[] = [];
  let openFence: string | undefined;
  let start = 0;
  for (let at = 0; at <= text.length;) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const mark = fence.exec(text.slice(at, end))?.[1];
    if (openFence === undefined && mark !== undefined) {
      splitInlineCode(text, start, at, regions);
      openFence = mark;
    } else if (openFence !== undefined && mark?.startsWith(openFence)) {
      openFence = undefined;
      start = end;
    }
    at = end + 1;
  }
  if (openFence === undefined) splitInlineCode(text, start, text.length, regions);
  return regions;
}

/** A run of backticks is closed by a run of the same length in the same paragraph, as in CommonMark. */
function splitInlineCode(text: string, start: number, end: number, regions: Region[]): void {
  const { places, lengths, closers } = tickRuns(text, start, end);
  let from = start;
  for (let run = 0; run < places.length;) {
    const [at = end, length = 0, closer = unclosed] = [places[run], lengths[run], closers[run]];
    run = closer === unclosed ? run + 1 : closer + 1;
    if (closer === unclosed) continue;
    const close = places[closer] ?? end;
    push(regions, 'prose', from, at);
    push(regions, 'inlineCode', at + length, close);
    from = close + length;
  }
  push(regions, 'prose', from, end);
}

/** Lists side by side, because a text may be nothing but ticks. */
interface TickRuns {
  readonly places: number[];
  readonly lengths: number[];
  /** Index of the next run that is as long and stands in the same paragraph. */
  readonly closers: number[];
}

const unclosed = -1;

/** Each run once, with what would close it: looking for that again from every run would take for ever in a text of ticks. */
function tickRuns(text: string, start: number, end: number): TickRuns {
  const runs: TickRuns = { places: [], lengths: [], closers: [] };
  const open = new Map<number, number>();
  const place = /`+|\n[ \t\r]*(?=\n)/g;
  place.lastIndex = start;
  for (let found = place.exec(text); found && found.index < end; found = place.exec(text)) {
    const [{ length }] = found;
    if (text[found.index] !== '`') {
      open.clear();
      continue;
    }
    const earlier = open.get(length);
    if (earlier !== undefined) runs.closers[earlier] = runs.places.length;
    open.set(length, runs.places.length);
    runs.places.push(found.index);
    runs.lengths.push(length);
    runs.closers.push(unclosed);
  }
  return runs;
}

function push(regions: Region[], kind: Region['kind'], start: number, end: number): void {
  if (end > start) regions.push({ kind, start, end });
}

/** Comments and strings of code, found by their marks in one pass. */
export function codeRegions(text: string, syntax: LanguageSyntax): Region[] {
  const regions: Region[] = [];
  for (let at = 0; at < text.length;) at = skipOne(text, at, syntax, regions);
  return regions;
}

/** Reads the comment or string that begins at `at`, if any; returns where to go on. */
function skipOne(text: string, at: number, syntax: LanguageSyntax, regions: Region[]): number {
  for (const [open, close] of syntax.block) {
    if (!text.startsWith(open, at)) continue;
    const found = text.indexOf(close, at + open.length);
    const end = found < 0 ? text.length : found;
    push(regions, 'comment', at + open.length, end);
    return end + close.length;
  }
  for (const open of syntax.line) {
    if (!text.startsWith(open, at) || !mayOpenComment(text, at, open)) continue;
    const end = endOfLine(text, at);
    // The shebang is an instruction to the system.
    if (!(at === 0 && text.startsWith('#!'))) push(regions, 'comment', at + open.length, end);
    return end;
  }
  for (const string of syntax.strings)
    if (text.startsWith(string.open, at)) return skipString(text, at, string, regions);
  return at + 1;
}

/** `$#`, `${x#y}` and URLs are no comments. */
function mayOpenComment(text: string, at: number, open: string): boolean {
  const before = text[at - 1];
  if (before === undefined) return true;
  return open === '//' ? before !== ':' : open.length > 1 || /\s/.test(before);
}

function skipString(text: string, at: number, string: StringSyntax, regions: Region[]): number {
  const inner = at + string.open.length;
  for (let index = inner; index < text.length; index += 1) {
    const character = text[index];
    if (character === string.escape) index += 1;
    else if (character === '\n' && !string.multiline) {
      push(regions, 'string', inner, index);
      return index;
    } else if (text.startsWith(string.close, index)) {
      push(regions, 'string', inner, index);
      return index + string.close.length;
    }
  }
  push(regions, 'string', inner, text.length);
  return text.length;
}

function endOfLine(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline < 0 ? text.length : newline;
}
