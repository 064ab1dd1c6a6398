import {
  cosineWeight,
  priorFactors,
  type Standpoint,
  weightedParts,
  type WordWeights,
} from '../core/ranking/recallRanking.ts';
import type { CountedTerm } from '../store/ports/textIndex.ts';
import type { RecallExplanation, RecallHit } from './recallRequest.ts';
import { hasTerm } from './termCoverage.ts';

export interface ExplainContext {
  readonly trust: WordWeights;
  readonly terms: readonly CountedTerm[];
  readonly standpoint: Standpoint;
  readonly model: string | null;
  readonly time: string | null;
}

/** Which words, which vector, which priors made a memory's rank. */
export function explainHit(
  { memory, signals }: Pick<RecallHit, 'memory' | 'signals'>,
  { trust, terms, standpoint, model, time }: ExplainContext,
): RecallExplanation {
  const words = terms.filter((term) => hasTerm(memory, term));
  return {
    words: [...new Set(words.map(({ text }) => text))],
    model: (signals.modelCosine ?? signals.cosine) > 0 && cosineWeight(trust) > 0 ? model : null,
    trust,
    parts: weightedParts(signals, trust),
    priors: priorFactors(memory, standpoint),
    time: signals.isOfTime ? time : null,
  };
}
