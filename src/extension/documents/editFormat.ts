import { categories, type Category } from '../../core/memory.ts';

/** What a person can change in the edit document. */
export interface EditableMemory {
  readonly title: string;
  readonly category: Category;
  readonly tags: readonly string[];
  readonly why: string | null;
  readonly content: string;
}

/** Why a text cannot be saved. */
export type EditProblem =
  | { readonly kind: 'noSeparator' }
  | { readonly kind: 'unknownField'; readonly name: string }
  | { readonly kind: 'noTitle' }
  | { readonly kind: 'noContent' }
  | { readonly kind: 'unknownCategory'; readonly name: string };

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

/** Reads the document back. */
export function parseEditable(text: string): EditableMemory | EditProblem {
  const lines = text.replaceAll(/\r\n?/g, '\n').split('\n');
  const start = lines[0]?.trim() === fence ? 1 : 0;
  const end = lines.findIndex((line, index) => index >= start && line.trim() === fence);
  if (end === -1) return { kind: 'noSeparator' };
  const fields = new Map<string, string>();
  let current = '';
  for (const line of lines.slice(start, end)) {
    const match = /^(\w+):\s?(.*)$/.exec(line);
    const name = match?.[1]?.toLowerCase();
    if (name !== undefined && !/^\s/.test(line)) {
      if (!fieldNames.has(name)) return { kind: 'unknownField', name };
      current = name;
      fields.set(name, match?.[2] ?? '');
    } else if (current !== '') {
      fields.set(current, `${fields.get(current)}\n${line.replace(/^ {1,2}/, '')}`);
    }
  }
  const title = field(fields, 'title').replaceAll(/\s+/g, ' ');
  const category = field(fields, 'category').toLowerCase();
  const content = lines
    .slice(end + 1)
    .join('\n')
    .trim();
  if (title === '') return { kind: 'noTitle' };
  if (!isCategory(category)) return { kind: 'unknownCategory', name: category };
  if (content === '') return { kind: 'noContent' };
  const tags = field(fields, 'tags')
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
  const why = field(fields, 'why');
  return { title, category, content, tags, why: why === '' ? null : why };
}

export function isProblem(result: EditableMemory | EditProblem): result is EditProblem {
  return 'kind' in result;
}

const fieldNames: ReadonlySet<string> = new Set(['title', 'category', 'tags', 'why']);

function field(fields: ReadonlyMap<string, string>, name: string): string {
  return (fields.get(name) ?? '').trim();
}

function isCategory(name: string): name is Category {
  return (categories as readonly string[]).includes(name);
}
