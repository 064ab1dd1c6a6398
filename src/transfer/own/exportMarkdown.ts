import { isRecord } from '../../core/isRecord.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import type { WholeMemory } from '../../store/ports/transferRepository.ts';
import { exportedMemory, exportFormat, exportVersion } from './exportFormat.ts';

/**
 * A memory in Markdown: its title as a heading, a line of what it is, its text as it stands, and in comments that no reader
 * sees what else is known of it. A line of the text that looks like one of these comments gets a backslash in front.
 */
const mark = /^\\*<!-- (?:memory|what|why|learned|end)\b/;

const parts = ['what', 'why', 'learned'] as const;
type Part = (typeof parts)[number];

const headings: Readonly<Record<Part, string>> = {
  what: '**What:**',
  why: '**Why:**',
  learned: '**Learned:**',
};

export function markdownHead(holds: Readonly<Record<string, unknown>>): string {
  return [
    '---',
    `format: ${exportFormat}`,
    `version: ${exportVersion}`,
    `holds: ${JSON.stringify(holds)}`,
    '---',
    '',
    '# Memories',
    '',
  ].join('\n');
}

export function markdownOf(whole: WholeMemory): string {
  const { memory } = whole;
  const { title, content, what, why, learned, ...rest } = exportedMemory(whole);
  const heading = oneLine(memory.title);
  const kept = {
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => !isUsual(value))),
    ...(heading === title && heading !== '' ? {} : { title }),
  };
  const lines = [
    '',
    `## ${heading}`,
    '',
    `*${factsOf(whole)}*`,
    '',
    `<!-- memory ${commentJson(kept)} -->`,
    escaped(String(content)),
  ];
  for (const [part, text] of Object.entries({ what, why, learned }))
    if (typeof text === 'string')
      lines.push(`<!-- ${part} -->`, escaped(`${headings[part as Part]} ${text}`));
  lines.push('<!-- end -->', '');
  return lines.join('\n');
}

/** What a reader takes a field to be that is not there. */
function isUsual(value: unknown): boolean {
  if (value === null || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** What a person wants to know at a glance. None of it is read again. */
function factsOf({ memory }: WholeMemory): string {
  const { category, status, scope, project, createdAt, pinned, tags, deletedAt } = memory;
  const facts = [
    category,
    deletedAt === null ? status : 'deleted',
    ...(pinned ? ['pinned'] : []),
    scope === 'global' ? 'all projects' : (project ?? 'no project'),
    ...dateOf(createdAt),
    ...tags.map((tag) => `#${tag}`),
  ];
  return oneLine(facts.join(' · ')).replaceAll('*', String.raw`\*`);
}

/** No calendar has a day for some numbers. */
function dateOf(at: number): string[] {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? [] : [date.toISOString().slice(0, 10)];
}

/** Two hyphens would end the comment in some readers; as an escape they are the same text. */
const commentJson = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll('--', String.raw`-\u002d`)
    .replaceAll('>', String.raw`\u003e`);

const escaped = (text: string): string =>
  text
    .split('\n')
    .map((line) => (mark.test(line) ? `\\${line}` : line))
    .join('\n');

const unescaped = (line: string): string => (mark.test(line) ? line.slice(1) : line);

/** A memory that was read: the record as JSON has it, as far as the Markdown says it. */
export type MarkdownMemory = Readonly<Record<string, unknown>>;

/** Reads what `markdownOf` has written, line by line, whatever a person has changed in the texts. */
export class MarkdownReader {
  #heading = '';
  #record: Record<string, unknown> | undefined;
  #part: Part | 'content' = 'content';
  #lines: string[] = [];

  /** The memory that this line ends. Undefined in the middle of one. */
  line(line: string): MarkdownMemory | 'damaged' | undefined {
    const own = /^<!-- (memory|what|why|learned|end)\b(.*?) ?-->\s*$/.exec(line);
    if (!this.#record) {
      if (line.startsWith('## ')) this.#heading = line.slice(3).trim();
      if (own?.[1] !== 'memory') return undefined;
      const read = recordIn(own[2] ?? '');
      if (!read) return 'damaged';
      this.#record = { title: this.#heading, ...read };
      this.#begin('content');
      return undefined;
    }
    if (!own || own[1] === 'memory') {
      this.#lines.push(unescaped(line));
      return undefined;
    }
    this.#keep();
    if (own[1] !== 'end') {
      this.#begin(own[1] as Part);
      return undefined;
    }
    const record = this.#record;
    this.#record = undefined;
    this.#heading = '';
    return record;
  }

  /** Whether a memory was begun and not ended. */
  get isOpen(): boolean {
    return this.#record !== undefined;
  }

  #begin(part: Part | 'content'): void {
    this.#part = part;
    this.#lines = [];
  }

  #keep(): void {
    if (!this.#record) return;
    const text = this.#lines.join('\n');
    if (this.#part === 'content') this.#record['content'] = text;
    else {
      const heading = headings[this.#part];
      this.#record[this.#part] = text.startsWith(`${heading} `) ? text.slice(heading.length + 1) : text;
    }
  }
}

function recordIn(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
