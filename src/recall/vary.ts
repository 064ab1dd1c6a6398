import { foldRepeats } from './foldRepeats.ts';
import { maximalMarginalRelevance, poolSize } from './maximalMarginalRelevance.ts';
import type { RankedHit } from './rankedHit.ts';

/**
 * In: answers, best first, and how many words they answer. Out: those that are shown, each thing said once and what is only
 * related last, and how many answers there are.
 */
export function vary(
  answers: readonly RankedHit[],
  limit: number,
  words: number,
): { hits: RankedHit[]; total: number } {
  const unlike = foldRepeats(answers, poolSize(limit, words));
  const varied = maximalMarginalRelevance(unlike, limit, words);
  const shown = varied.slice(0, limit);
  return {
    hits: [...shown.filter(({ isRelated }) => !isRelated), ...shown.filter(({ isRelated }) => isRelated)],
    total: varied.length,
  };
}
