import { accountOf } from '../foreignTables.ts';
import type { ImportReader } from '../incoming.ts';
import { listReader } from '../listReader.ts';
import { memoryOfScope } from './openCodeManagerRows.ts';

/** As `ocm-mem export` writes it: a section for each scope with its count, a heading for each memory with its id. */
const fileHead = /^\uFEFF?# Memory Export\r?\n\s{0,4}Exported on \d{4}-\d\d-\d\d\s/;
const sectionLine = /^## ([A-Za-z_-]{1,40}) \((\d{1,9})\)\r?$/;
const entryLine = /^### \[(\d{1,19})\] - Created (\d{4}-\d\d-\d\d)\r?$/;
const fenceLine = /^ {0,3}(`{3,}|~{3,})/;

export const isManagerMarkdown = (text: string): boolean => fileHead.test(text.slice(0, 200));

interface Heading {
  readonly line: number;
  readonly id: string;
  readonly created: string;
  /** It stands in a code block, or behind a heading that stands in a memory: then it is rather a quote. */
  readonly isDoubtful: boolean;
}

interface Section {
  readonly scope: string;
  readonly count: number;
  readonly headings: readonly Heading[];
  readonly end: number;
}

/**
 * The memories of a Markdown export. Texts stand there as they are, so one that quotes headings looks like several: the
 * count of its section tells how many there are, and which of the headings are quotes is told by where they stand.
 */
export function managerMarkdown(file: string, text: string): ImportReader {
  const lines = text.split('\n');
  const sections = sectionsIn(lines);
  const items = sections.flatMap((section) => {
    const entries = trueHeadings(section);
    return entries.map(({ line, id, created }, at) => {
      const end = entries[at + 1]?.line ?? section.end;
      const content = lines
        .slice(line + 1, end)
        .join('\n')
        .replace(/^\r?\n/, '')
        .trimEnd();
      return memoryOfScope({ id, scope: section.scope, content, created_at: created }, new Map(), true);
    });
  });
  const count = items.length;
  return listReader(
    file,
    'Markdown export of @opencode-manager/memory: without projects, files, counts, times of day and values',
    items,
    [
      accountOf('export', 'Exported on', { because: 'says when the file was made' }, 1),
      accountOf('export', 'section', 'category, metadata.scope where it is none of three', count),
      accountOf('export', 'id', 'ref', count),
      accountOf('export', 'Created', 'createdAt', count),
      accountOf('export', 'text', 'content', count),
    ],
  );
}

function sectionsIn(lines: readonly string[]): Section[] {
  const fenced = fencedLines(lines);
  const sections: { scope: string; count: number; headings: Heading[]; end: number }[] = [];
  let isQuoting = false;
  for (const [line, text] of lines.entries()) {
    const current = sections.at(-1);
    const section = sectionLine.exec(text);
    const entry = entryLine.exec(text);
    if (section) {
      const scope = (section[1] ?? '').toLowerCase().replace(/s$/, '');
      const isNew = !sections.some((each) => each.scope === scope);
      const isComplete = current === undefined || current.headings.length >= current.count;
      if (isNew && isComplete && !fenced.has(line)) {
        if (current) current.end = line;
        sections.push({ scope, count: Number(section[2]), headings: [], end: lines.length });
        isQuoting = false;
      } else isQuoting = true;
    } else if (entry && current)
      current.headings.push({
        line,
        id: entry[1] ?? '',
        created: entry[2] ?? '',
        isDoubtful: isQuoting || fenced.has(line),
      });
  }
  return sections;
}

/** As many as the section says: doubtful ones only where there are too few without, the last of them first. */
function trueHeadings({ headings, count }: Section): Heading[] {
  const certain = headings.filter(({ isDoubtful }) => !isDoubtful);
  const missing = Math.max(0, count - certain.length);
  const doubtful = headings.filter(({ isDoubtful }) => isDoubtful);
  const chosen = missing === 0 ? [] : doubtful.slice(-missing);
  return [...certain, ...chosen].sort((a, b) => a.line - b.line);
}

/** Lines within code blocks that are closed again. */
function fencedLines(lines: readonly string[]): Set<number> {
  const fenced = new Set<number>();
  let open: { readonly mark: string; readonly line: number } | undefined;
  for (const [line, text] of lines.entries()) {
    const mark = fenceLine.exec(text)?.[1];
    if (mark === undefined) continue;
    if (!open) open = { mark, line };
    else if (mark.startsWith(open.mark)) {
      for (let inside = open.line; inside <= line; inside += 1) fenced.add(inside);
      open = undefined;
    }
  }
  return fenced;
}
