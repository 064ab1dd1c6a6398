import {
  areComparable,
  type Opposition,
  likenessOf,
  oppositionOf,
  type Reading,
  readText,
} from '../core/memory/likeness.ts';
import type { Category, Memory, Status } from '../core/memory/memory.ts';
import { isFunctionWord, wordsOf } from '../core/text/words.ts';
import type { MemoryFilter } from '../store/ports/memoryFilter.ts';
import type { ReadUnit } from '../store/ports/readUnit.ts';

/** A memory that says nearly the same, or the opposite. */
export interface NearMemory {
  readonly memory: Memory;
  /** How many of their words are the same, 0 to 1. */
  readonly likeness: number;
  /** How they exclude each other; undefined where they say nearly the same. */
  readonly opposition: Opposition | undefined;
}

/** The vector of what is said, by a model that needs no time for it, and where to look. */
export interface InstantVector {
  readonly space: number;
  readonly vector: Float32Array;
}

export interface NearOptions {
  /** From which likeness on two memories are near each other, 0 to 1; 0 for never. */
  readonly threshold: number;
  readonly vector?: InstantVector | undefined;
  readonly most?: number;
  /** Memories that are ranked by their words, where it may take longer than a write should. */
  readonly ranked?: number;
}

const living: readonly Status[] = ['active', 'resolved', 'candidate'];
/** What was said and what has happened is no statement that another one could replace. */
const notCompared: ReadonlySet<Category> = new Set(['conversation', 'event']);

/** Words of a text that are looked for, of those so many that are in the fewest memories. */
const lookedUp = 12;
const sought = 3;
/** Ranking a memory that has a word costs some microseconds: of the rarest words so many are ranked together. */
const mostRanked = 120;
const compared = 8;
/** Of their words as they are written so many must be the same, before they are read more closely. */
const leastWritten = 0.4;
/** Looking through the vectors of more memories would take longer than remembering does. */
const mostByMeaning = 20_000;
/** A neighbour by meaning is near from a likeness of words on that is lower by this. */
const meaningCounts = 0.25;
const nearInMeaning = 0.9;
const neighbours = 4;
/** Excluding is told from nearly the same words; few of them are chance. */
const leastOpposed = 0.5;
const longestRead = 1_500;

/** Whether a memory is one that others can be compared with. */
export const isComparable = ({ category, deletedAt, status }: Memory): boolean =>
  !notCompared.has(category) && deletedAt === null && living.includes(status);

/**
 * Living memories for the same ears that say nearly the same as this one, or what excludes it; the nearest first. Found by
 * the rarest words that they have in common, and by meaning where there is a vector. Costs a millisecond or two whatever
 * the number of memories.
 */
export async function findNear(
  unit: Pick<ReadUnit, 'texts' | 'vectors'>,
  memory: Memory,
  { threshold, vector, most = 3, ranked = mostRanked }: NearOptions,
): Promise<NearMemory[]> {
  if (threshold <= 0 || !isComparable(memory)) return [];
  const words = telling(memory);
  const { counts, total } = await unit.texts.rareFrequencies([...words].slice(0, lookedUp), ranked);
  const filter = filterFor(memory);
  const found = new Map((await byWords(unit, counts, { filter, ranked })).map((hit) => [hit.id, hit]));
  const cosines = new Map<string, number>();
  if (vector && total <= mostByMeaning)
    for (const hit of await unit.vectors.search(vector.space, vector.vector, filter, neighbours)) {
      found.set(hit.memory.id, hit.memory);
      cosines.set(hit.memory.id, hit.cosine);
    }
  found.delete(memory.id);
  const reading = readText(memory.content);
  return [...found.values()]
    .filter((other) => isComparable(other) && isWrittenAlike(words, telling(other)))
    .flatMap((other) => judged(memory, reading, other, threshold, cosines.get(other.id) ?? 0))
    .toSorted((left, right) => right.likeness - left.likeness)
    .slice(0, most);
}

/** Words that say what a memory is about, as they are written. */
const telling = ({ content }: Memory): Set<string> =>
  new Set(wordsOf(content.slice(0, longestRead)).filter((word) => !isFunctionWord(word)));

function isWrittenAlike(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  let shared = 0;
  for (const word of left) if (right.has(word)) shared += 1;
  return shared >= leastWritten * Math.max(left.size, right.size);
}

function judged(
  memory: Memory,
  reading: Reading,
  other: Memory,
  threshold: number,
  cosine: number,
): NearMemory[] {
  const theirs = readText(other.content);
  const likeness = likenessOf(reading, theirs);
  const opposition = likeness >= leastOpposed ? oppositionOf(reading, theirs) : undefined;
  const least = cosine >= nearInMeaning ? threshold - meaningCounts : threshold;
  const isNear = other.category === memory.category && likeness >= least && areComparable(reading, theirs);
  return isNear || opposition !== undefined ? [{ memory: other, likeness, opposition }] : [];
}

async function byWords(
  { texts }: Pick<ReadUnit, 'texts'>,
  counts: ReadonlyMap<string, number>,
  { filter, ranked: most }: { readonly filter: MemoryFilter; readonly ranked: number },
): Promise<Memory[]> {
  let ranked = 0;
  const terms = [...counts]
    .filter(([, count]) => count > 1)
    .toSorted(([, left], [, right]) => left - right)
    .slice(0, sought)
    .filter(([, count]) => (ranked += count) <= most)
    .map(([text]) => ({ text }));
  if (terms.length === 0) return [];
  const hits = await texts.search({ terms, phrases: [] }, filter, compared);
  return hits.map(({ memory: hit }) => hit);
}

/** For the same ears: of one project and scope, and of one session where that is the scope. */
function filterFor({ project, scope, session }: Memory): MemoryFilter {
  return {
    projects: [project],
    scope,
    statuses: living,
    ...(scope === 'session' && session !== null ? { session } : {}),
  };
}
