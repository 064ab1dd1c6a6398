import { namedLabel } from './adrHeadings.ts';

/** What a block at the head of a file says, as far as a decision record is told by it. */
export interface AdrFrontMatter {
  /** Lines that the block takes. */
  readonly length: number;
  readonly title: string;
  readonly status: string;
  readonly decision: string;
  readonly successor: string;
}

type Field = 'title' | 'status' | 'decision' | 'successor';

/** Reads the flat fields of YAML or TOML; a list or a folded text goes on in indented lines. */
export function readFrontMatter(lines: readonly string[]): AdrFrontMatter {
  const fields: Record<Field, string[]> = { title: [], status: [], decision: [], successor: [] };
  const mark = lines[0]?.trimEnd() ?? '';
  const end =
    mark === '---' || mark === '+++' ? lines.findIndex((line, at) => at > 0 && line.trimEnd() === mark) : -1;
  let current: string[] | undefined;
  for (const line of lines.slice(1, Math.max(1, end))) {
    const [, key, value = ''] = /^["']?([\p{L}\p{N}_ -]{1,60}?)["']?\s?[:=]\s?(.*)$/u.exec(line) ?? [];
    if (key !== undefined) {
      const field = fieldOf(key);
      current = field && fields[field];
      if (!/^[|>][+-]?\d?$/.test(value.trim())) current?.push(unquoted(value));
    } else if (/^\s*-\s/.test(line) || /^\s/.test(line)) current?.push(unquoted(line.replace(/^\s*-\s/, '')));
  }
  const text = (field: Field): string => fields[field].join('\n').trim();
  return {
    length: end < 0 ? 0 : end + 1,
    title: text('title'),
    status: text('status'),
    decision: text('decision'),
    successor: text('successor'),
  };
}

function fieldOf(key: string): Field | undefined {
  const name = key.trim().toLowerCase().replaceAll(/[_-]/g, ' ');
  if (/^(?:super[sc]eded|replaced) by$/.test(name)) return 'successor';
  const named = namedLabel(name);
  if (named?.rank !== 0) return undefined;
  return named.role === 'title' || named.role === 'status' || named.role === 'decision'
    ? named.role
    : undefined;
}

function unquoted(value: string): string {
  const text = value.trim();
  const isQuoted = text.length > 1 && /^["']/.test(text) && text.endsWith(text.charAt(0));
  return isQuoted ? text.slice(1, -1) : text;
}
