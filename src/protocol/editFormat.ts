import { categories, type Category } from '../core/memory/memory.ts';
import { limits } from './limits.ts';

/** What a person can change in the edit document. */
export interface EditableMemory {
  readonly title: string;
  readonly category: Category;
  readonly tags: readonly string[];
  readonly why: string | null;
  readonly content: string;
}

/** Why a text cannot be saved, and in which line, counted from 0. */
export type EditProblem = { readonly line: number } & (
  | { readonly kind: 'noSeparator' }
  | { readonly kind: 'unknownField'; readonly name: string }
  | { readonly kind: 'noTitle' }
  | { readonly kind: 'noContent' }
  | { readonly kind: 'unknownCategory'; readonly name: string }
  | { readonly kind: 'tooManyTags'; readonly most: number }
  | { readonly kind: 'tooLong'; readonly field: EditField | 'text'; readonly most: number }
);

/** What stands above the line `---`. */
export const editFields = ['title', 'category', 'tags', 'why'] as const;
export type EditField = (typeof editFields)[number];

const fence = '---';

/** Fields first, then the text: `title`, `category`, `tags`, `why` (further lines of it are indented), `---`, content. */
export function formatEditable(memory: EditableMemory): string {
  const why = (memory.why ?? '').replaceAll(/\r?\n/g, '\n  ');
  return [
    fence,
    `title: ${memory.title.replaceAll(/\s+/g, (gap) => (gap.includes('\n') ? ' ' : gap))}`,
    `category: ${memory.category}`,
    `tags: ${memory.tags.join(', ')}`.trimEnd(),
    `why: ${why}`.trimEnd(),
    fence,
    '',
    memory.content,
    '',
  ].join('\n');
}

/** Where a document has its fields: from `start` on, and before the line `end` with the second `---`. */
export function fieldLines(lines: readonly string[]): { readonly start: number; readonly end: number } {
  const start = lines[0]?.trim() === fence ? 1 : 0;
  return { start, end: lines.findIndex((line, index) => index >= start && line.trim() === fence) };
}

/** Reads the document back. */
export function parseEditable(text: string): EditableMemory | EditProblem {
  const lines = text.replaceAll(/\r\n?/g, '\n').split('\n');
  const { start, end } = fieldLines(lines);
  if (end === -1) return { kind: 'noSeparator', line: Math.max(0, lines.findLastIndex(isField)) };
  const fields = new Map<string, Field>();
  let current: Field | undefined;
  for (const [index, line] of lines.slice(start, end).entries()) {
    const match = fieldPattern.exec(line);
    const name = match?.[1]?.toLowerCase();
    if (name !== undefined) {
      if (!isFieldName(name)) return { kind: 'unknownField', name, line: start + index };
      current = { line: start + index, text: match?.[2] ?? '' };
      fields.set(name, current);
    } else if (current) current.text += `\n${line.replace(/^ {1,2}/, '')}`;
  }
  const textOf = (name: EditField) => (fields.get(name)?.text ?? '').trim();
  const lineOf = (name: EditField) => fields.get(name)?.line ?? 0;
  const title = textOf('title').replaceAll(/\s+/g, ' ');
  const category = textOf('category').toLowerCase();
  const why = textOf('why');
  const tags = textOf('tags')
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
  const content = lines
    .slice(end + 1)
    .join('\n')
    .trim();
  const tooLong = (field: EditField, most: number): EditProblem => ({
    kind: 'tooLong',
    field,
    most,
    line: lineOf(field),
  });
  if (title === '') return { kind: 'noTitle', line: lineOf('title') };
  if (title.length > limits.title) return tooLong('title', limits.title);
  if (!isCategory(category)) return { kind: 'unknownCategory', name: category, line: lineOf('category') };
  if (tags.length > limits.tags) return { kind: 'tooManyTags', most: limits.tags, line: lineOf('tags') };
  if (tags.some((tag) => tag.length > limits.tag)) return tooLong('tags', limits.tag);
  if (why.length > limits.note) return tooLong('why', limits.note);
  const body = Math.min(end + 1, lines.length - 1);
  if (content === '') return { kind: 'noContent', line: body };
  if (content.length > limits.content)
    return { kind: 'tooLong', field: 'text', most: limits.content, line: body };
  return { title, category, content, tags, why: why === '' ? null : why };
}

export function isProblem(result: EditableMemory | EditProblem): result is EditProblem {
  return 'kind' in result;
}

interface Field {
  readonly line: number;
  text: string;
}

const fieldPattern = /^(\w+):\s?(.*)$/;
const isField = (line: string): boolean => fieldPattern.test(line);

function isFieldName(name: string): name is EditField {
  return (editFields as readonly string[]).includes(name);
}

function isCategory(name: string): name is Category {
  return (categories as readonly string[]).includes(name);
}
