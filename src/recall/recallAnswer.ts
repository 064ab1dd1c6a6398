import type { RankExplanation } from '../core/ranking/rankExplanation.ts';
import type { Correction } from '../store/ports/textIndex.ts';
import type { RankedHit } from './rankedHit.ts';

/** What answers a question, best first, and how it was read. */
export interface RecallAnswer {
  readonly hits: readonly RankedHit[];
  /** Answers before `limit` cut them. */
  readonly total: number;
  /** Misspelt words by which shown answers were found. */
  readonly corrections: readonly Correction[];
  /** Why a hit stands where it stands. */
  readonly explain: (hit: RankedHit) => RankExplanation;
}
