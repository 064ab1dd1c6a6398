import type { Memory } from '../core/memory/memory.ts';
import type { RankSignals } from '../core/ranking/rankSignals.ts';
import type { Score } from '../core/ranking/score.ts';
import type { LexicalHit } from '../store/ports/textIndex.ts';

/** A memory on its way to being shown. `weigh` makes it; the stages behind hand it on with what they have found out. */
export interface RankedHit {
  readonly memory: Memory;
  readonly signals: RankSignals;
  readonly score: Score;
  /** Where its words matched, when they did. The snippet is looked for when it is read: only what is shown pays for one. */
  readonly match: LexicalHit | undefined;
  /** Number of the turn at which a conversation is read. */
  readonly turn?: number | undefined;
  /** It is no answer by itself: a better one names something that it is about. */
  readonly isRelated: boolean;
  /** Memories that say the same and are therefore no hits of their own, best ranked first. */
  readonly repeats: readonly Memory[];
}
