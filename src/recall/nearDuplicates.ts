import type { Memory } from '../core/memory.ts';
import { areNearDuplicates, shinglesOf } from '../core/textSimilarity.ts';

/** As far down as anybody reads; comparing all with all further down would cost more than it saves. */
const compared = 30;

/**
 * Drops what says the same as something better ranked, of the same category and project. Keeps the order. Nothing is dropped
 * any more below the `enough` best that remain.
 */
export function foldNearDuplicates<T extends { readonly memory: Memory }>(
  ranked: readonly T[],
  enough: number,
): T[] {
  const kept: { item: T; shingles: Set<string> }[] = [];
  let seen = 0;
  for (const item of ranked.slice(0, compared)) {
    if (kept.length === enough) break;
    seen += 1;
    const shingles = shinglesOf(item.memory.content);
    const isRepeated = kept.some(
      (other) =>
        other.item.memory.category === item.memory.category &&
        other.item.memory.project === item.memory.project &&
        areNearDuplicates(other.shingles, shingles),
    );
    if (!isRepeated) kept.push({ item, shingles });
  }
  return [...kept.map(({ item }) => item), ...ranked.slice(seen)];
}
