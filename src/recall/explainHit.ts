import {
  cosineWeight,
  priorFactors,
  type Standpoint,
  weightedParts,
  type WordTrust,
} from '../core/recallRanking.ts';
import type { CountedTerm } from '../store/repositories.ts';
import type { RecallExplanation, RecallHit } from './recallRequest.ts';
import { hasTerm } from './termCoverage.ts';

export interface ExplainContext {
  readonly trust: WordTrust;
  readonly terms: readonly CountedTerm[];
  readonly standpoint: Standpoint;
  readonly model: string | null;
  readonly time: string | null;
}

/** Which words, which vector, which priors made a memory's rank. */
export function explainHit(
  { memory, evidence }: Pick<RecallHit, 'memory' | 'evidence'>,
  { trust, terms, standpoint, model, time }: ExplainContext,
): RecallExplanation {
  const words = terms.filter((term) => hasTerm(memory, term));
  return {
    words: [...new Set(words.map(({ text }) => text))],
    model: (evidence.modelCosine ?? evidence.cosine) > 0 && cosineWeight(trust) > 0 ? model : null,
    trust,
    parts: weightedParts(evidence, trust),
    priors: priorFactors(memory, standpoint),
    time: evidence.isOfTime ? time : null,
  };
}
