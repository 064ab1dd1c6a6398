import { looksRecalled } from '../../core/memory/memoryLine.ts';

/** A piece of what somebody said in their own words: a paragraph, a heading, or an item of a list. */
export interface SaidPassage {
  readonly kind: 'text' | 'heading' | 'bullet' | 'step';
  readonly text: string;
}

const fence = /^\s{0,12}(?:[-*+]\s{1,4})?(`{3,}|~{3,})/;
const opening = /^\s{0,12}<([a-z][\w-]{1,40})(?=[\s>/])/i;
const quoted = /^\s{0,12}>/;
const tableRow = /^\s{0,12}\|/;
const heading = /^\s{0,3}#{1,6}\s+/;
const bullet = /^\s{0,12}[-*+•–]\s+(?:\[[ xX]\]\s+)?/;
const step = /^\s{0,12}\d{1,2}[.)]\s+/;
const indented = /^(?: {4}|\t)/;
/** Where somebody breaks a line sooner than this they have ended a sentence, mark or not. */
const wrappedFrom = 60;
/** Longer passages are logs and pasted files. */
const longestPassage = 4_000;

/**
 * What somebody said themselves: without code, quotations, tables, what a program put between tags, and what memory has
 * shown.
 */
export function saidPassages(text: string): SaidPassage[] {
  const lines = text.split(/\r?\n/);
  const closings = new ClosingTags(lines);
  const passages = new PassageList();
  let fenceMark: string | undefined;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const mark = fence.exec(line)?.[1];
    if (fenceMark !== undefined) {
      if (mark?.startsWith(fenceMark)) fenceMark = undefined;
      continue;
    }
    if (mark !== undefined) {
      fenceMark = mark;
      passages.end();
      continue;
    }
    const tag = opening.exec(line)?.[1]?.toLowerCase();
    if (tag !== undefined) {
      passages.end();
      at = closings.after(tag, at);
      continue;
    }
    passages.add(line);
  }
  return passages.all();
}

/** The lines on which tags end, asked for from the first line to the last. */
class ClosingTags {
  readonly #ends = new Map<string, number[]>();
  readonly #passed = new Map<string, number>();

  constructor(lines: readonly string[]) {
    for (const [at, line] of lines.entries())
      for (const [, name = ''] of line.matchAll(/<\/([a-z][\w-]{1,40})>/gi)) {
        const ends = this.#ends.get(name.toLowerCase()) ?? [];
        if (ends.at(-1) !== at) ends.push(at);
        this.#ends.set(name.toLowerCase(), ends);
      }
  }

  /** The line on which a tag ends that begins on a line; the same line for one that never ends. */
  after(tag: string, line: number): number {
    const ends = this.#ends.get(tag) ?? [];
    let next = this.#passed.get(tag) ?? 0;
    while (next < ends.length && (ends[next] ?? 0) < line) next += 1;
    this.#passed.set(tag, next);
    return ends[next] ?? line;
  }
}

class PassageList {
  readonly #passages: SaidPassage[] = [];
  #kind: SaidPassage['kind'] = 'text';
  #lines: string[] = [];
  #length = 0;
  #last = '';
  /** Whether what is indented now belongs to a list. */
  #isInList = false;

  add(line: string): void {
    const bare = line.trim();
    if (bare === '') return this.end();
    if (quoted.test(line) || tableRow.test(line) || looksRecalled(line)) return this.end();
    const kind = kindOf(line);
    if (kind === undefined && indented.test(line) && !this.#isInList) return this.end();
    if (kind !== undefined) {
      this.end();
      this.#kind = kind;
      this.#isInList = kind !== 'heading';
    } else if (this.#lines.length === 0) this.#isInList &&= indented.test(line);
    this.#push(kind === undefined ? bare : bare.replace(marks, ''));
    if (kind === 'heading') this.end();
  }

  end(): void {
    if (this.#lines.length > 0 && this.#length <= longestPassage)
      this.#passages.push({ kind: this.#kind, text: this.#lines.join('\n') });
    this.#lines = [];
    this.#length = 0;
    this.#last = '';
    this.#kind = 'text';
  }

  all(): SaidPassage[] {
    this.end();
    return this.#passages;
  }

  /** A line that goes on with the sentence of the one before is put behind it. */
  #push(line: string): void {
    this.#length += line.length + 1;
    const goesOn = this.#last.length >= wrappedFrom && /^[\p{Ll}\d(`"„“]/u.test(line);
    const before = this.#lines.at(-1);
    if (goesOn && before !== undefined && this.#length <= longestPassage)
      this.#lines[this.#lines.length - 1] = `${before} ${line}`;
    else this.#lines.push(line);
    this.#last = line;
  }
}

const marks = /^(?:#{1,6}|[-*+•–]|\d{1,2}[.)])\s+(?:\[[ xX]\]\s+)?/;

function kindOf(line: string): SaidPassage['kind'] | undefined {
  if (heading.test(line)) return 'heading';
  if (bullet.test(line)) return 'bullet';
  return step.test(line) ? 'step' : undefined;
}
