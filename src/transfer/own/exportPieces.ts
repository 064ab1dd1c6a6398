import type { Memory } from '../../core/memory/memory.ts';
import type { MemoryFilter } from '../../store/ports/memoryFilter.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import { type RowKey, rowSections, type RowSection } from '../../store/ports/transferRepository.ts';
import {
  exportedMemory,
  exportFormat,
  exportVersion,
  type ExportWish,
  heldBy,
  isPart,
} from './exportFormat.ts';
import { markdownHead, markdownOf } from './exportMarkdown.ts';

/** Where an export goes on. As JSON it is the cursor of a job. */
export interface ExportPlace {
  /** Number of the section; one more than there are is the end. */
  readonly section: number;
  readonly after?: RowKey | undefined;
  /** Rows of the section that are written. */
  readonly written: number;
}

export interface ExportPiece {
  readonly text: string;
  readonly next: ExportPlace;
  readonly isDone: boolean;
}

export const exportBegin: ExportPlace = { section: 0, written: 0 };

const memoriesAtOnce = 50;
const rowsAtOnce = 200;

type Section = RowSection | 'memories';

/** Memories last: whoever reads them knows by then whose they are. */
export function sectionsOf(wish: ExportWish): readonly Section[] {
  if (wish.format === 'markdown') return ['memories'];
  const ofPart: readonly RowSection[] = ['projects', 'projectAliases', 'projectLeads'];
  return [...(isPart(wish) ? ofPart : rowSections), 'memories'];
}

/** The memories that are wanted, whatever their number. */
export function filterOf({ projects, categories, since, withDeleted }: ExportWish): MemoryFilter {
  return {
    ...(projects ? { projects } : {}),
    ...(categories ? { categories } : {}),
    ...(since === undefined ? {} : { since }),
    ...(withDeleted ? { includeDeleted: true } : {}),
  };
}

/** How many memories will be written. */
export async function countWanted(unit: ReadUnit, wish: ExportWish): Promise<number> {
  const left = (await unit.transfer.countMemories(filterOf(wish))) - (wish.offset ?? 0);
  return Math.max(0, Math.min(left, wish.limit ?? Number.POSITIVE_INFINITY));
}

/** The text that follows at a place, and the next one. Short enough to be read between two calls of others. */
export async function nextPiece(unit: ReadUnit, wish: ExportWish, place: ExportPlace): Promise<ExportPiece> {
  const sections = sectionsOf(wish);
  const name = sections[place.section];
  if (name === undefined) return { text: '', next: place, isDone: true };
  const isFirst = place.section === 0 && place.after === undefined && place.written === 0;
  const head = isFirst ? headOf(wish) : '';
  const { texts, after, isEnd } =
    name === 'memories' ? await memoriesAt(unit, wish, place) : await rowsAt(unit, wish, place, name);
  const written = place.written + texts.length;
  const body = wish.format === 'markdown' ? texts.join('') : listed(name, texts, place, isEnd, sections);
  return {
    text: head + body,
    next: isEnd ? { section: place.section + 1, written: 0 } : { section: place.section, after, written },
    isDone: isEnd && place.section + 1 === sections.length,
  };
}

interface Page {
  readonly texts: readonly string[];
  readonly after: RowKey | undefined;
  readonly isEnd: boolean;
}

async function memoriesAt(unit: ReadUnit, wish: ExportWish, { after, written }: ExportPlace): Promise<Page> {
  const left = (wish.limit ?? Number.POSITIVE_INFINITY) - written;
  const limit = Math.min(memoriesAtOnce, left);
  const found =
    limit <= 0
      ? []
      : await unit.transfer.memories(filterOf(wish), {
          after: after && { createdAt: Number(after[0]), id: String(after[1]) },
          limit,
          offset: after ? 0 : wish.offset,
          withHistory: wish.withHistory,
        });
  const last = found.at(-1)?.memory;
  return {
    texts: found.map((each) =>
      wish.format === 'markdown' ? markdownOf(each) : JSON.stringify(exportedMemory(each)),
    ),
    after: last ? keyOf(last) : after,
    isEnd: found.length < limit || found.length === left || limit <= 0,
  };
}

const keyOf = ({ createdAt, id }: Pick<Memory, 'createdAt' | 'id'>): RowKey => [createdAt, id];

async function rowsAt(
  unit: ReadUnit,
  { projects }: ExportWish,
  { after }: ExportPlace,
  section: RowSection,
): Promise<Page> {
  const rows = await unit.transfer.rows(section, {
    after,
    limit: rowsAtOnce,
    projects: projects?.filter((key) => key !== null),
  });
  return {
    texts: rows.map(({ row }) => JSON.stringify(row)),
    after: rows.at(-1)?.key ?? after,
    isEnd: rows.length < rowsAtOnce,
  };
}

const headOf = (wish: ExportWish): string =>
  wish.format === 'markdown'
    ? markdownHead(heldBy(wish))
    : `{\n"format": ${JSON.stringify(exportFormat)},\n"version": ${exportVersion},\n"holds": ${JSON.stringify(heldBy(wish))},\n`;

/** One row a line, so that two exports can be compared by line. */
function listed(
  name: string,
  texts: readonly string[],
  { written }: ExportPlace,
  isEnd: boolean,
  sections: readonly string[],
): string {
  const begin = written === 0 ? `"${name}": [` : '';
  const rows = texts.map((text, index) => `${written + index === 0 ? '' : ','}\n${text}`).join('');
  const last = sections.at(-1) === name;
  return `${begin}${rows}${isEnd ? `\n]${last ? '\n}' : ','}\n` : ''}`;
}
