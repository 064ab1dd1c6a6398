import type { WordWeights } from './wordWeights.ts';

/** What a question asks about and its answers do not have. */
export interface Unanswered {
  /** What the most telling of its words weighs that none of the best answers has anything near to, 0 to about 1.2. */
  readonly unmet: number;
  /** Share of its words that no memory has. */
  readonly absent: number;
}

/** Whatever a question asks about, something has to be told of it. */
const leastOfAll = 0.1;

/**
 * The relevance from which on an answer counts as one. The more memories there are, the nearer the best
 * of those that have nothing to do with a question comes to it: by the logarithm of their number, as the largest of so
 * many draws. Without vectors a quarter of the question has to be there in words, less
 * of one that is not English.
 */
export function leastRelevance(memories: number, { hasVectors, prose, isForeign }: WordWeights): number {
  if (!hasVectors) return isForeign ? leastOfAll : 0.25;
  const byVectors = 0.215 + 0.045 * Math.log(Math.max(20, memories) / 150);
  return Math.min(0.5, Math.max(0.16, byVectors)) + 0.1 * prose;
}

/**
 * What it weighs that something is not answered, learned on the project's own pairs in stores of 150 and 1,000 notes
 * (docs/decisions/0010-recall-fusion.md, "Silence").
 */
const worth = { none: -0.485, unmet: 0.9, absent: 0.3, tenfold: 0.2 } as const;
/** More memories than were measured with raise the bound only so far. */
const mostCounted = 10_000;

/**
 * The relevance that the best answer has to reach for there to be any. The more telling the word that nothing comes near to,
 * the more the rest has to say: a memory can be like the question on the whole and not be about its subject. In prose, whose
 * vectors blur, `leastRelevance` decides.
 */
export function leastOfBest(
  memories: number,
  weights: WordWeights,
  unanswered: Unanswered | undefined,
): number {
  const least = leastRelevance(memories, weights);
  if (!unanswered || !weights.hasVectors) return least;
  const size = Math.log10(Math.min(mostCounted, Math.max(20, memories)) / 150);
  const among =
    worth.none + worth.unmet * unanswered.unmet + worth.absent * unanswered.absent + worth.tenfold * size;
  return weights.prose * least + (1 - weights.prose) * Math.max(leastOfAll, among);
}
