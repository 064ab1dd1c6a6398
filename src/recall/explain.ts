import { priorFactors, type Standpoint } from '../core/ranking/priors.ts';
import type { RankExplanation } from '../core/ranking/rankExplanation.ts';
import { weightedParts } from '../core/ranking/relevance.ts';
import { cosineWeight, type WordWeights } from '../core/ranking/wordWeights.ts';
import type { CountedTerm } from '../store/ports/textIndex.ts';
import type { RankedHit } from './rankedHit.ts';
import { hasTerm } from './words/soughtWords.ts';

/** What made the order of the answers to one question. */
export interface Reasons {
  readonly weights: WordWeights;
  /** The words that were looked for. */
  readonly terms: readonly CountedTerm[];
  readonly standpoint: Standpoint;
  /** The model whose cosines counted. */
  readonly model: string | null;
  /** The time that the question names, as it was read. */
  readonly time: string | null;
}

/** Which words, which vector, which priors made a memory's rank, to three digits. */
export function explain(
  { memory, signals, score }: Pick<RankedHit, 'memory' | 'signals' | 'score'>,
  { weights, terms, standpoint, model, time }: Reasons,
): RankExplanation {
  const words = terms.filter((term) => hasTerm(memory, term)).map(({ text }) => text);
  const cosine = signals.modelCosine ?? signals.cosine;
  const isNear = cosine > 0 && cosineWeight(weights) > 0 && model !== null;
  return {
    id: memory.id,
    score: rounded(score.total),
    words: [...new Set(words)],
    cosine: isNear ? rounded(cosine) : null,
    model: isNear ? model : null,
    time: signals.isOfTime ? time : null,
    parts: telling(weightedParts(signals, weights), 0),
    priors: telling(priorFactors(memory, standpoint), 1),
    prose: rounded(weights.prose),
  };
}

const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;

/** Without those that have no effect. */
function telling<Name extends string>(
  values: Readonly<Record<Name, number>>,
  neutral: number,
): Partial<Record<Name, number>> {
  const told: Partial<Record<Name, number>> = {};
  for (const name in values) if (rounded(values[name]) !== neutral) told[name] = rounded(values[name]);
  return told;
}
