import type { Memory } from '../../core/memory/memory.ts';
import type { MemoryFilter } from './memoryFilter.ts';
import type { PlacedTurn } from './turnRepository.ts';

/** Turns of one conversation that have no vector yet. */
export interface AwaitingTurns {
  readonly memory: Memory;
  /** In the order in which they were said. None where there was nothing to be done after all. */
  readonly turns: readonly PlacedTurn[];
  /** What was said before the first of them. */
  readonly before: PlacedTurn | undefined;
}

/** What is found together: a turn, several short ones, or a part of a long one. */
export interface PassageEntry {
  readonly vector: Float32Array;
  /** As they were when their texts were read, in order. */
  readonly turns: readonly PlacedTurn[];
  /** A turn that was read with them, so that they can be understood. */
  readonly before?: PlacedTurn | undefined;
  /** Where it begins in the last of the turns, in characters, when it is a part of that. */
  readonly begins?: number | undefined;
}

/** A conversation, and what of it is nearest to a question. */
export interface PassageHit {
  readonly memory: Memory;
  readonly cosine: number;
  readonly first: PlacedTurn;
  readonly last: PlacedTurn;
  /** Where it begins in the last turn, in characters, when it is a part of that. */
  readonly begins: number | undefined;
}

/** Of a conversation the newest passages have vectors, so many at most; and no turn that has so many behind it. */
export const mostPassagesOfTurns = 400;
export const mostTurnsWithVectors = 1_000;

/** What was said in conversations, by meaning. Spaces are those of `VectorIndex`; one that is gone throws `not_found`. */
export interface TurnVectorIndex {
  /** Turns of the newest living conversation that awaits vectors, so many at most; undefined when none does. */
  missing(space: number, limit: number): Promise<AwaitingTurns | undefined>;
  /** Turns that were not looked at yet, counted up to `most`. */
  awaiting(space: number, most: number): Promise<number>;
  /**
   * Living conversations, each by the nearest of its passages, best first. Times of the filter are those at which something
   * was said. Passages of which the index is not loaded yet are left out. Cosines are exact.
   */
  search(space: number, query: Float32Array, filter: MemoryFilter, limit: number): Promise<PassageHit[]>;
  /** Of unit length, of all passages that a turn is in; turns without any are left out. */
  vectorsOf(space: number, turns: readonly number[]): Promise<ReadonlyMap<number, readonly Float32Array[]>>;
}

export interface TurnVectorRepository extends TurnVectorIndex {
  /**
   * Stores the vectors of some passages of a conversation, and notes which turns are to have none. Passages of turns that
   * say something else by now are passed over: those are still missing. Returns how many were stored.
   */
  put(
    space: number,
    memory: string,
    entries: readonly PassageEntry[],
    passedOver: readonly PlacedTurn[],
  ): Promise<number>;
}
