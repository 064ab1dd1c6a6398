import { type NamedHeading, namedLabel } from './adrHeadings.ts';
import type { AdrLine } from './adrOutline.ts';

/** A part of a record that a label names rather than a heading: `**Decision**: …`, a row of a table, a field. */
export interface LabelledPart {
  readonly named: NamedHeading;
  readonly lines: readonly AdrLine[];
}

/** Characters of a line that may hold a label. */
const maxLine = 4_000;
const maxLabel = 60;

const listMark = /^\s{0,3}(?:[-*+]|\d{1,2}[.)])\s+(?=\S)/;
const emphasised = /^(\*\*|__|\*|_)([^*_]+)\1\s*([:：–—-]?)\s*(.*)$/;
const plain = /^([^:：|*_`]{1,60})\s?[:：]{1,2}(?:\s+(.*)|((?<=：).*))?$/;
const field = /^:([^:]{1,60}):(?:\s+(.*))?$/;
const rowOfListTable = /^\s+\* - (.*)$/;
const cellOfListTable = /^\s+- (.*)$/;

interface Label {
  readonly name: string;
  readonly rest: string;
  /** Set apart by its marks, so that it ends the part before it whether or not its name is known. */
  readonly isMarked: boolean;
  /** Its text is on its line and nowhere else. */
  readonly isClosed: boolean;
}

/** The parts that labels name, in their order. */
export function labelledParts(lines: readonly AdrLine[]): LabelledPart[] {
  const parts: { named: NamedHeading; lines: AdrLine[] }[] = [];
  let current: AdrLine[] | undefined;
  let isListItem = false;
  let header: readonly (NamedHeading | undefined)[] | undefined;
  for (const [at, line] of lines.entries()) {
    if (line.level !== undefined) {
      [current, header] = [undefined, undefined];
      continue;
    }
    const row = line.isCode ? undefined : cellsOf(line.text, header !== undefined);
    if (row?.length === 0) continue;
    if (row && row.length > 1) {
      const named = row.map((cell) => exactly(cell));
      if (header) {
        parts.push(...rowParts(header, row));
        continue;
      }
      if (named[0] && named[1]) {
        [header, current] = [named, undefined];
        continue;
      }
    } else header = undefined;
    const label = line.isCode ? undefined : labelAt(lines, at, row);
    const named = label && exactly(label.name);
    if (label && named) {
      current = [];
      isListItem = listMark.test(line.text);
      if (label.rest !== '') current.push(textLine(label.rest));
      parts.push({ named, lines: current });
      if (label.isClosed) current = undefined;
    } else if (label?.isMarked || (isListItem && listMark.test(line.text) && (current?.length ?? 0) > 0)) {
      current = undefined;
    } else current?.push(row?.length === 1 ? textLine(row[0] ?? '') : definition(line));
  }
  return parts;
}

/** Whether a line says something about the record (`Date: …`, a row of a table) rather than what it decides. */
export function isMetadata(text: string): boolean {
  const row = cellsOf(text);
  if (row) return true;
  const label = labelAt([textLine(text)], 0, undefined);
  const named = label && exactly(label.name);
  return named !== undefined && named.role !== 'decision' && named.role !== 'summary';
}

const textLine = (text: string): AdrLine => ({ text, level: undefined, isCode: false, at: 0 });

/** `: text` below a term, and the second cell of a list table. */
function definition(line: AdrLine): AdrLine {
  if (line.isCode) return line;
  const text = cellOfListTable.exec(line.text)?.[1] ?? /^\s{0,3}:\s+(.*)$/.exec(line.text)?.[1];
  return text === undefined ? line : textLine(text);
}

const exactly = (name: string): NamedHeading | undefined =>
  name.length > maxLabel ? undefined : namedLabel(name);

function labelAt(
  lines: readonly AdrLine[],
  at: number,
  row: readonly string[] | undefined,
): Label | undefined {
  const { text = '' } = lines[at] ?? {};
  if (text.length > maxLine) return undefined;
  if (row && row.length > 1)
    return { name: row[0] ?? '', rest: row.slice(1).join(' | '), isMarked: true, isClosed: true };
  if (row) return { name: row[0] ?? '', rest: '', isMarked: false, isClosed: false };
  const listed = rowOfListTable.exec(text);
  if (listed) return { name: listed[1] ?? '', rest: '', isMarked: true, isClosed: false };
  const body = text
    .replace(/^\s*>\s?/, '')
    .replace(listMark, '')
    .trim();
  const marked = emphasised.exec(body);
  if (marked) {
    const [, mark = '', name = '', colon = '', rest = ''] = marked;
    const isLabel = colon !== '' || rest === '' || /[:：.]\s*$/.test(name);
    if (!isLabel) return undefined;
    return {
      name: name.trim().replace(/\s?[:：.]$/, ''),
      rest,
      isMarked: mark.length === 2 && name.length <= maxLabel,
      isClosed: false,
    };
  }
  const match = field.exec(body) ?? plain.exec(body);
  if (match)
    return {
      name: (match[1] ?? '').trim(),
      rest: (match[2] ?? match[3] ?? '').trim(),
      isMarked: false,
      isClosed: false,
    };
  const next = lines[at + 1]?.text ?? '';
  // A term above its definition.
  if (/^(?:: |\s{2,}\S)/.test(next) && body === text.trim() && exactly(body))
    return { name: body, rest: '', isMarked: false, isClosed: false };
  return undefined;
}

/** Cells of a table row; none of the line below its head. Without a line before it, it has to begin with a name. */
function cellsOf(text: string, isInTable = false): string[] | undefined {
  if (text.length > maxLine) return undefined;
  const line = text.trim();
  const isHtml = /^<(?:tr|td|th)\b/i.test(line);
  const isOpen = !isHtml && !/^[a-z]?\|/.test(line);
  if (isOpen && !line.includes(' | ')) return undefined;
  const row = isHtml ? line.replaceAll(/<[^<>]*>/g, '|') : line.replace(/^[a-z]\|/, '|');
  if (/^[|:\s-]+$/.test(row) || /^\|={3,}$/.test(row)) return [];
  const cells = row.split('|').flatMap((cell) => (cell.trim() === '' ? [] : [cell.trim()]));
  return isOpen && !isInTable && !exactly(cells[0] ?? '') ? undefined : cells;
}

/** What a row says below a head that names its columns. A status keeps its whole row, for the dates in it. */
function rowParts(
  header: readonly (NamedHeading | undefined)[],
  row: readonly string[],
): { named: NamedHeading; lines: AdrLine[] }[] {
  return header.flatMap((named, at) => {
    const cell = row[at];
    if (!named || cell === undefined) return [];
    return [
      { named, lines: [textLine(named.role === 'status' && header.length < 4 ? row.join(', ') : cell)] },
    ];
  });
}
