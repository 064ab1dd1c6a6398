import type { Memory } from '../memory/memory.ts';
import { priorOf, type Standpoint } from './priors.ts';
import type { RankSignals } from './rankSignals.ts';
import { relevanceOf } from './relevance.ts';
import type { WordWeights } from './wordWeights.ts';

/** A score and what made it, for explanations and tests. */
export interface Score {
  readonly total: number;
  readonly relevance: number;
  readonly prior: number;
}

/** The relevance of a memory times its prior. */
export function scoreOf(
  signals: RankSignals,
  weights: WordWeights,
  memory: Memory,
  standpoint: Standpoint,
): Score {
  const relevance = relevanceOf(signals, weights);
  const prior = priorOf(memory, standpoint);
  return { total: relevance * prior, relevance, prior };
}

/** Best first; equal scores by age and id, so that the same store gives the same answer. */
export function compareRanked(
  left: { score: Score; memory: Memory },
  right: { score: Score; memory: Memory },
): number {
  return (
    right.score.total - left.score.total ||
    right.memory.createdAt - left.memory.createdAt ||
    (right.memory.id < left.memory.id ? -1 : 1)
  );
}
