import { MemoryBridgeError } from '../../core/errors.ts';
import type { Memory } from '../../core/memory/memory.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { searchableText } from '../../core/memory/searchableText.ts';
import { containsAllWords, containsTypedWords, speltWords, wholeWordsOf } from '../../core/text/words.ts';
import type { ParsedInputOf } from '../../protocol/operation.ts';
import { listMemoriesOperation } from '../../protocol/operations/memories/listMemories.ts';
import { toMemoryRecord, toMemoryRow } from '../../recall/memoryRecords.ts';
import { visibleProjects } from '../../recall/visibility.ts';
import type { MemoryFilter } from '../../store/ports/memoryFilter.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import type { QueryOperation, QueryContext } from '../operation.ts';
import { counted, renderRecords, renderRows, withProjectNote } from '../shared/rendering.ts';

type Input = ParsedInputOf<typeof listMemoriesOperation>;

/** Hits of a text that are listed at most; whoever needs more should say more words. */
const maxTextHits = 2_000;
/** Bytes of all contents in one answer; a single memory may be longer than most answers. */
const longestPage = 2_000_000;

export const listMemories: QueryOperation<typeof listMemoriesOperation> = {
  definition: listMemoriesOperation,

  async run(input, context, unit) {
    const filter = filterOf(input, context);
    const page =
      input.text === undefined || input.text === ''
        ? await unit.memories.list(filter, {
            limit: input.limit,
            ...(input.detail === 'full' ? { bytes: longestPage } : {}),
            ...(input.cursor === undefined ? {} : { cursor: input.cursor }),
          })
        : pageOf(await findText(unit, input.text, filter, input), input);
    const isFull = input.detail === 'full';
    return {
      memories: isFull ? page.memories.map((memory) => toMemoryRecord(memory, context.now)) : [],
      ...(isFull ? {} : { rows: page.memories.map(toMemoryRow) }),
      total: page.total,
      project: input.all_projects ? null : (context.project?.id ?? null),
      nextCursor: page.nextCursor,
    };
  },

  render({ memories, rows = [], total, nextCursor }, input, context) {
    const note = (text: string): string => (input.all_projects ? text : withProjectNote(text, context));
    const count = memories.length + rows.length;
    if (count === 0) return note('No memories match.');
    const order = input.order === 'newest' ? 'newest first' : 'best match first';
    const head = `${count} of ${counted(total, 'memory', 'memories')}, ${order}`;
    const more = nextCursor === null ? '' : `\nMore with cursor ${oneLine(nextCursor)}`;
    const list =
      input.detail === 'full' ? renderRecords(memories, context.now) : renderRows(rows, context.now);
    return note(`${head}\n${list}${more}`);
  },
};

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
  return matching.sort((a, b) => b.createdAt - a.createdAt || (b.id < a.id ? -1 : 1));
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
function pageOf(matching: readonly Memory[], { limit, cursor, detail }: Input) {
  const from = offsetOf(cursor);
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
