import { stripHidden } from '../core/text/hiddenCharacters.ts';
import { archiveReasonOf } from '../core/memory/archiveReason.ts';
import { isRewrittenByAgent } from '../core/memory/memoryLine.ts';
import { reasonsText } from '../core/memory/quarantine.ts';
import { shortId } from '../core/shortId.ts';
import { oneLine } from '../core/text/oneLine.ts';
import type { ContradictionLine } from '../protocol/contradictionLine.ts';
import type { MemoryLine, MemoryRecord } from '../protocol/memoryRecord.ts';
import type { CliIo, Paint } from './cliIo.ts';

type Listed = Pick<
  MemoryLine,
  'shortId' | 'category' | 'age' | 'title' | 'status' | 'pinned' | 'entities' | 'source' | 'trust'
> & {
  readonly deletedAt?: number | null;
  readonly project?: string | null;
  readonly snippet?: string;
  readonly quarantine?: MemoryLine['quarantine'];
};

export interface LineOptions {
  /** Projects are named but for memories of this one. Without it none is. */
  readonly besides?: string | null;
  /** A second line with what the memory says, where the title does not say it. */
  readonly snippets?: boolean;
}

/** Columns that a title gets at least, whatever stands beside it. */
const leastTitle = 20;

/** One line a memory, columns aligned; cut to the width of a terminal, whole in a pipe. */
export function renderLines(memories: readonly Listed[], io: CliIo, options: LineOptions = {}): string {
  const widthOf = (key: 'category' | 'age') => Math.max(...memories.map((memory) => memory[key].length));
  const [categoryWidth, ageWidth] = [widthOf('category'), widthOf('age')];
  return memories
    .map((memory) => {
      const { shortId, category, age } = memory;
      const used = shortId.length + categoryWidth + ageWidth + 6;
      const room = io.width === undefined ? Infinity : Math.max(leastTitle, io.width - used);
      const start = `${io.paint.cyan(shortId)}  ${category.padEnd(categoryWidth)}  ${io.paint.dim(age.padStart(ageWidth))}`;
      const line = `${start}  ${titleWithMarks(memory, room, options, io)}`;
      const said = options.snippets ? saidBesides(memory) : '';
      if (said === '') return line;
      const indent = shortId.length + 2;
      const length = io.width === undefined ? Infinity : Math.max(leastTitle, io.width - indent);
      return `${line}\n${' '.repeat(indent)}${io.paint.dim(cut(said, length))}`;
    })
    .join('\n');
}

/** The other sides of what was shown, below a heading. */
export function renderContradictions(lines: readonly ContradictionLine[], io: CliIo): string {
  const others = renderLines(
    lines.map(({ other }) => other),
    io,
    { snippets: true },
  );
  return `${io.paint.yellow('Contradicting')}\n${others}`;
}

/** What state a memory is in is always told; what it is about, where there is room. */
function titleWithMarks(memory: Listed, room: number, { besides }: LineOptions, { paint }: CliIo): string {
  const { pinned, status, entities, source, deletedAt, project } = memory;
  const isElsewhere = besides !== undefined && project !== undefined && project !== besides;
  const needed = [
    ...(deletedAt === undefined || deletedAt === null ? [] : ['deleted']),
    ...(status === 'active' ? [] : [status]),
    ...(memory.quarantine ? [`quarantined: ${reasonsText(memory.quarantine)}`] : []),
    ...(pinned ? ['pinned'] : []),
    ...(isElsewhere ? [project === null ? 'all projects' : oneLine(project)] : []),
  ].join(' ');
  const from = isRewrittenByAgent(memory) ? 'edited by an agent' : source.kind;
  const further = [...entities.slice(0, 3), ...(from === 'user' ? [] : [from])].join(' ');
  const title = oneLine(memory.title);
  const width = (text: string) => (text === '' ? 0 : text.length + 2);
  const shown = cut(title, Math.max(Math.min(leastTitle, room), room - width(needed)));
  const both = [needed, further].filter((part) => part !== '').join(' ');
  const marks = shown.length + width(both) <= room ? both : needed;
  return marks === '' ? shown : `${shown}  ${paint.dim(marks)}`;
}

function saidBesides({ title, snippet }: Listed): string {
  const said = oneLine(snippet ?? '').replaceAll(/\s+/g, ' ');
  const bare = (text: string) => text.replaceAll(/^…|…$/g, '').trim();
  return bare(said) === '' || bare(oneLine(title)).startsWith(bare(said)) ? '' : said;
}

/** A whole memory, as `get` shows it. */
export function renderMemory(memory: MemoryRecord, paint: Paint): string {
  const facts: [string, string | null][] = [
    ['category', memory.category + (memory.status === 'active' ? '' : `, ${memory.status}`)],
    ['pinned', memory.pinned ? 'yes' : null],
    [
      'deleted',
      memory.deletedAt === null
        ? null
        : `${new Date(memory.deletedAt).toISOString()}; memory-bridge restore ${memory.shortId} brings it back`,
    ],
    ['quarantine', memory.quarantine && quarantineText(memory.quarantine)],
    ['project', memory.scope === 'global' ? 'all projects' : memory.project],
    ['about', memory.entities.join(', ')],
    ['tags', memory.tags.join(', ')],
    [
      'source',
      [memory.source.kind, memory.source.actor, memory.source.ref].filter(Boolean).join(' ') +
        (isRewrittenByAgent(memory) ? ', edited by an agent' : ''),
    ],
    [
      'files',
      memory.anchors.map(({ path, startLine, endLine }) => `${path}:${startLine}-${endLine}`).join(', '),
    ],
    ['written', `${new Date(memory.createdAt).toISOString()} (${memory.age}), revision ${memory.revision}`],
    ['replaced by', memory.supersededBy === null ? null : shortId(memory.supersededBy)],
    ['archived', archiveReasonOf(memory) ?? null],
    ['expires', memory.expiresAt === null ? null : new Date(memory.expiresAt).toISOString()],
    ['reminder', memory.reminder ? reminderText(memory.reminder) : null],
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

const quarantineText = (quarantine: NonNullable<MemoryRecord['quarantine']>): string =>
  [reasonsText(quarantine), ...(quarantine.excerpt === '' ? [] : [`"${quarantine.excerpt}"`])].join(': ');

function reminderText({ at, recurrence }: NonNullable<MemoryRecord['reminder']>): string {
  const again = recurrence === null ? '' : `, ${recurrence.split('@')[0]}`;
  return `${new Date(at).toISOString()}${again}`;
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

/** Terminals obey control characters, and memories come from anywhere. */
export function plain(text: string): string {
  return stripHidden(text).text.replaceAll('\r', '');
}

function cut(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, Math.max(1, room - 1))}…`;
}
