import { MemoryBridgeError } from '../../core/errors.ts';
import type { Memory } from '../../core/memory/memory.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { searchableText } from '../../core/memory/searchableText.ts';
import { containsAllWords, containsTypedWords, speltWords, wholeWordsOf } from '../../core/text/words.ts';
import type { ParsedInputOf } from '../../protocol/operation.ts';
import { listMemoriesOperation } from '../../protocol/operations/memories/listMemories.ts';
import { toMemoryRecord, toMemoryRow } from '../../recall/memoryRecords.ts';
import { visibleProjects } from '../../recall/visibility.ts';
import type { MemoryFilter, Page } from '../../store/ports/memoryFilter.ts';
import type { MemoryCounts } from '../../store/ports/memoryRepository.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import type { QueryOperation, QueryContext } from '../operation.ts';
import { counted, renderRecords, renderRows, withProjectNote } from '../shared/rendering.ts';

type MemoryTotals = Pick<MemoryCounts, 'byCategory' | 'byStatus'>;
type Input = ParsedInputOf<typeof listMemoriesOperation>;

/** Hits of a text that are listed at most; whoever needs more should say more words. */
const maxTextHits = 2_000;
/** Bytes of all contents in one answer; a single memory may be longer than most answers. */
const longestPage = 2_000_000;

export const listMemories: QueryOperation<typeof listMemoriesOperation> = {
  definition: listMemoriesOperation,

  async run(input, context, unit) {
    const filter = filterOf(input, context);
    refuseTwoPlaces(input);
    const isText = input.text !== undefined && input.text !== '';
    const matching = isText ? await findText(unit, input.text ?? '', filter, input) : undefined;
    const page = matching ? pageOf(matching, input) : await unit.memories.list(filter, placeIn(input));
    const counts = matching ? countsOf(matching) : input.counts && (await unit.memories.counts(filter));
    const isFull = input.detail === 'full';
    return {
      memories: isFull ? page.memories.map((memory) => toMemoryRecord(memory, context.now)) : [],
      ...(isFull ? {} : { rows: page.memories.map(toMemoryRow) }),
      total: page.total,
      project: input.all_projects ? null : (context.project?.id ?? null),
      nextCursor: page.nextCursor,
      ...(input.counts && counts ? { counts: totalsOf(counts) } : {}),
    };
  },

  render({ memories, rows = [], total, nextCursor, counts }, input, context) {
    const note = (text: string): string => (input.all_projects ? text : withProjectNote(text, context));
    const count = memories.length + rows.length;
    if (count === 0) return note('No memories match.');
    const from = input.page === undefined || input.page === 1 ? '' : `page ${input.page}, `;
    const head = `${count} of ${counted(total, 'memory', 'memories')}, ${from}${orderNames[input.order]}${counts ? sayCounts(counts) : ''}`;
    const more = nextCursor === null ? '' : `\nMore with cursor ${oneLine(nextCursor)}`;
    const list =
      input.detail === 'full' ? renderRecords(memories, context.now) : renderRows(rows, context.now);
    return note(`${head}\n${list}${more}`);
  },
};

const totalsOf = ({ byCategory, byStatus }: MemoryTotals) => ({
  byCategory: { ...byCategory },
  byStatus: { ...byStatus },
});

function countsOf(memories: readonly Memory[]): MemoryTotals {
  const by = (nameOf: (memory: Memory) => string): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const memory of memories) counts[nameOf(memory)] = (counts[nameOf(memory)] ?? 0) + 1;
    return counts;
  };
  return { byCategory: by(({ category }) => category), byStatus: by(({ status }) => status) };
}

const orderNames = {
  newest: 'newest first',
  oldest: 'oldest first',
  updated: 'last changed first',
  most_recalled: 'most recalled first',
  title: 'by title',
  relevance: 'best match first',
} as const satisfies Record<Input['order'], string>;

function sayCounts({ byCategory, byStatus }: MemoryTotals): string {
  const said = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .toSorted(([, a], [, b]) => b - a)
      .map(([name, count]) => `${count} ${oneLine(name)}`)
      .join(', ');
  return `\nBy category: ${said(byCategory)}\nBy status: ${said(byStatus)}`;
}

function refuseTwoPlaces({ page, cursor }: Input): void {
  if (page !== undefined && cursor !== undefined)
    throw new MemoryBridgeError('invalid_input', 'page: goes without cursor. Give one of the two.', {
      details: { field: 'page' },
    });
}

function placeIn({ limit, detail, cursor, page = 1, order }: Input): Page {
  return {
    limit,
    offset: (page - 1) * limit,
    ...(order === 'relevance' ? {} : { order }),
    // Pages that are counted have to be of one length.
    ...(detail === 'full' && (page === 1 || limit > 100) ? { bytes: longestPage } : {}),
    ...(cursor === undefined ? {} : { cursor }),
  };
}

function filterOf(input: Input, { project }: QueryContext): MemoryFilter {
  return {
    statuses: input.status ?? ['active', 'resolved'],
    ...(input.all_projects ? {} : { projects: visibleProjects(project) }),
    ...(input.category === undefined ? {} : { categories: [input.category] }),
    ...(input.scope === undefined ? {} : { scope: input.scope }),
    ...(input.tag === undefined ? {} : { tag: input.tag.trim().toLowerCase() }),
    ...(input.include_deleted ? { includeDeleted: true } : {}),
    ...(input.only_deleted ? { onlyDeleted: true } : {}),
  };
}

/** Memories that contain all words, in the order that was asked for. */
async function findText(
  unit: ReadUnit,
  text: string,
  filter: MemoryFilter,
  { order }: Input,
): Promise<Memory[]> {
  const words = [...new Set([...wholeWordsOf(text), ...speltWords(text).values()])];
  // Marks and pictures are no words, and nothing is found by them.
  if (words.length === 0) return [];
  const isTyped = order === 'relevance';
  const contains = isTyped ? containsTypedWords(text) : containsAllWords(text);
  const living = filter.onlyDeleted ? [] : await hitsOf(unit, words, filter, isTyped);
  // The index has no deleted ones, so they are read one by one.
  const deleted =
    filter.onlyDeleted || filter.includeDeleted
      ? (await unit.memories.list({ ...filter, onlyDeleted: true }, { limit: maxTextHits })).memories
      : [];
  const found = [...living, ...deleted];
  const matching = found.filter((memory) => contains(searchableText(memory)));
  if (isTyped) return matching;
  return matching.sort(comparedBy(order));
}

/** As the store orders them. */
function comparedBy(order: Exclude<Input['order'], 'relevance'>): (a: Memory, b: Memory) => number {
  const newer = (a: Memory, b: Memory): number => (b.id < a.id ? -1 : 1);
  switch (order) {
    case 'newest':
      return (a, b) => b.createdAt - a.createdAt || newer(a, b);
    case 'oldest':
      return (a, b) => a.createdAt - b.createdAt || newer(b, a);
    case 'updated':
      return (a, b) => b.updatedAt - a.updatedAt || newer(a, b);
    case 'most_recalled':
      return (a, b) =>
        b.recallCount - a.recallCount || (b.lastRecalledAt ?? 0) - (a.lastRecalledAt ?? 0) || newer(a, b);
    case 'title':
      return (a, b) => a.title.localeCompare(b.title) || newer(b, a);
  }
}

/** Best first. `isTyped`: any of the words may be the beginning of a longer one. */
async function hitsOf(
  unit: ReadUnit,
  words: readonly string[],
  filter: MemoryFilter,
  isTyped: boolean,
): Promise<Memory[]> {
  const terms = words.map((word) => ({ text: word }));
  const beginnings = isTyped ? words.map((word) => ({ text: word, isPrefix: true, weight: 0.5 })) : [];
  const hits = await unit.texts.search(
    { terms: [...terms, ...beginnings], phrases: [] },
    filter,
    maxTextHits,
  );
  return hits.map(({ memory }) => memory);
}

/** Its cursor counts how many were listed before. */
function pageOf(matching: readonly Memory[], { limit, cursor, detail, page: number = 1 }: Input) {
  const from = cursor === undefined ? (number - 1) * limit : offsetOf(cursor);
  let bytes = 0;
  const page = matching.slice(from, from + limit);
  const end =
    detail === 'row'
      ? -1
      : page.findIndex(
          ({ content }, index) => (bytes += Buffer.byteLength(content)) > longestPage && index > 0,
        );
  const memories = end < 0 ? page : page.slice(0, end);
  const next = from + memories.length;
  return { memories, total: matching.length, nextCursor: next < matching.length ? `text:${next}` : null };
}

function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const offset = /^text:(\d{1,6})$/.exec(cursor)?.[1];
  if (offset === undefined)
    throw new MemoryBridgeError('invalid_input', 'cursor: belongs to another list. Start again without it.', {
      details: { field: 'cursor' },
    });
  return Number(offset);
}
