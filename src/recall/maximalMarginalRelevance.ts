import type { Memory } from '../core/memory/memory.ts';
import type { Score } from '../core/ranking/score.ts';
import { jaccard, shinglesOf } from '../core/text/textSimilarity.ts';

/** Questions of so few words are broad: who asks "deployment" wants to see what there is about it. */
const broadUpTo = 2;
/** What a memory loses of its score when it says the same as one above it. */
const penalty = 0.3;
/** Only answers that are nearly as good take turns. */
const reach = 2;

/** Of so many of the best answers those that are shown are chosen. */
export function poolSize(limit: number, words: number): number {
  return words > broadUpTo ? limit : limit * reach;
}

/**
 * For a broad question, answers that say something new come before those that repeat: each time the one that is worth most,
 * less for its likeness to what was chosen before (Carbonell and Goldstein, "The Use of MMR, Diversity-Based Reranking for
 * Reordering Documents and Producing Summaries", SIGIR 1998; here the score is lessened by a share of itself, and likeness is
 * that of shingles). Otherwise as they are.
 */
export function maximalMarginalRelevance<T extends { readonly memory: Memory; readonly score: Score }>(
  ranked: readonly T[],
  limit: number,
  words: number,
): T[] {
  if (words > broadUpTo || ranked.length < 3) return [...ranked];
  const size = poolSize(limit, words);
  const pool = ranked.slice(0, size).map((item) => ({
    item,
    shingles: shinglesOf(item.memory.content),
    likeness: 0,
  }));
  const chosen: T[] = [];
  while (pool.length > 0) {
    const values = pool.map(({ item, likeness }) => item.score.total * (1 - penalty * likeness));
    const [next] = pool.splice(values.indexOf(Math.max(...values)), 1);
    if (!next) break;
    chosen.push(next.item);
    for (const other of pool)
      other.likeness = Math.max(other.likeness, jaccard(other.shingles, next.shingles));
  }
  return [...chosen, ...ranked.slice(size)];
}
