import { stripHidden } from '../core/hiddenCharacters.ts';
import { oneLine } from '../core/oneLine.ts';
import type { MemoryLine, MemoryView } from '../protocol/memoryView.ts';
import type { CliIo, Paint } from './cliIo.ts';

type Listed = Pick<
  MemoryLine,
  'shortId' | 'category' | 'age' | 'title' | 'status' | 'pinned' | 'entities' | 'source'
>;

/** One line a memory, columns aligned; cut to the width of a terminal, whole in a pipe. */
export function renderLines(memories: readonly Listed[], io: CliIo): string {
  const rows = memories.map((memory) => ({
    id: memory.shortId,
    category: memory.category,
    age: memory.age,
    title: oneLine(memory.title),
    marks: marksOf(memory),
  }));
  const widthOf = (key: 'category' | 'age') => Math.max(...rows.map((row) => row[key].length));
  const [categoryWidth, ageWidth] = [widthOf('category'), widthOf('age')];
  return rows
    .map(({ id, category, age, title, marks }) => {
      const used = id.length + categoryWidth + ageWidth + 6;
      const room = io.width === undefined ? Infinity : Math.max(20, io.width - used);
      const shown = cut(title, room);
      const after = marks !== '' && shown.length + marks.length + 2 <= room ? `  ${io.paint.dim(marks)}` : '';
      return `${io.paint.cyan(id)}  ${category.padEnd(categoryWidth)}  ${io.paint.dim(age.padStart(ageWidth))}  ${shown}${after}`;
    })
    .join('\n');
}

/** A whole memory, as `get` shows it. */
export function renderMemory(memory: MemoryView, paint: Paint): string {
  const facts: [string, string | null][] = [
    ['category', memory.category + (memory.status === 'active' ? '' : `, ${memory.status}`)],
    ['project', memory.scope === 'global' ? 'all projects' : memory.project],
    ['about', memory.entities.join(', ')],
    ['tags', memory.tags.join(', ')],
    ['source', [memory.source.kind, memory.source.actor, memory.source.ref].filter(Boolean).join(' ')],
    [
      'files',
      memory.anchors.map(({ path, startLine, endLine }) => `${path}:${startLine}-${endLine}`).join(', '),
    ],
    ['written', `${new Date(memory.createdAt).toISOString()} (${memory.age}), revision ${memory.revision}`],
    ['replaced by', memory.supersededBy],
  ];
  const notes: [string, string | null][] = [
    ['What', memory.what],
    ['Why', memory.why],
    ['Learned', memory.learned],
  ];
  const shown = facts.filter(([, value]) => value !== null && value !== '');
  return [
    `${paint.cyan(memory.shortId)}  ${paint.bold(oneLine(memory.title))}`,
    ...shown.map(([name, value]) => `${paint.dim(name.padEnd(11))} ${oneLine(value ?? '')}`),
    '',
    plain(memory.content),
    ...notes.flatMap(([name, value]) => (value ? ['', `${paint.bold(`${name}:`)} ${plain(value)}`] : [])),
  ].join('\n');
}

/** Columns of plain text, aligned; numbers go to the right. */
export function renderTable(rows: readonly (readonly [string, string | number])[], paint: Paint): string {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  const numbers = rows
    .filter(([, value]) => typeof value === 'number')
    .map(([, value]) => String(value).length);
  const digits = Math.max(0, ...numbers);
  return rows
    .map(([name, value]) => {
      const text = typeof value === 'number' ? String(value).padStart(digits) : value;
      return `${paint.dim(name.padEnd(width))}  ${text}`;
    })
    .join('\n');
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)));
  const value = bytes / 1024 ** power;
  return `${value >= 10 || power === 0 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

function marksOf({ pinned, status, entities, source }: Listed): string {
  const marks = [
    ...(pinned ? ['pinned'] : []),
    ...(status === 'active' ? [] : [status]),
    ...entities.slice(0, 3),
    ...(source.kind === 'user' ? [] : [source.kind]),
  ];
  return marks.join(' ');
}

/** Terminals obey control characters, and memories come from anywhere. */
export function plain(text: string): string {
  return stripHidden(text).text.replaceAll('\r', '');
}

function cut(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, Math.max(1, room - 1))}…`;
}
