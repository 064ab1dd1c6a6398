import type { Turn } from '../../core/conversation/turn.ts';
import type { Memory } from '../../core/memory/memory.ts';
import type { MemoryFilter } from './memoryFilter.ts';
import type { LexicalQuery } from './textIndex.ts';

/** A turn in its place: turns are in the order in which they were said, and of one moment in that in which they came. */
export interface PlacedTurn extends Turn {
  /** Larger than that of what came before. */
  readonly seq: number;
}

/** A conversation that was found by something that was said in it. */
export interface TurnHit {
  readonly memory: Memory;
  /** What was found best in it. */
  readonly turn: PlacedTurn;
  /** Positive, larger is better. */
  readonly bm25: number;
  /** About 160 characters around the best match in the turn; found when it is read. */
  readonly snippet: string;
}

/** How much a conversation is. */
export interface TurnCounts {
  readonly turns: number;
  /** ms; undefined where nothing was said. */
  readonly first: number | undefined;
  readonly last: number | undefined;
}

/** The turns of memories that are conversations, each of which is found by itself. They live and go with their memory. */
export interface TurnReader {
  /** In order; passes over `offset` turns. */
  list(
    memory: string,
    page: { readonly offset?: number; readonly limit: number },
  ): Promise<readonly PlacedTurn[]>;
  /** A turn, or those from a first to a last one, a hundred at most; and so many on each side. */
  around(memory: string, first: PlacedTurn, reach: number, last?: PlacedTurn): Promise<readonly PlacedTurn[]>;
  count(memory: string): Promise<TurnCounts>;
  /** Of several at once; conversations without turns are left out. */
  countMany(memories: readonly string[]): Promise<ReadonlyMap<string, TurnCounts>>;
  /**
   * Living memories by the words of their turns, each by the turn in which most of them are, best first. Times of the
   * filter are those at which something was said. Words that are in thousands of turns only count beside rarer ones.
   */
  search(query: LexicalQuery, filter: MemoryFilter, limit: number): Promise<TurnHit[]>;
}

export interface TurnRepository extends TurnReader {
  /**
   * Adds turns, and replaces those of a key that is known where they say something else. Returns those that are new or
   * were changed. The memory is as new as the last of them, without a revision, and is handed to `Vectorise` with the commit.
   */
  put(memory: Memory, turns: readonly Turn[]): Promise<readonly Turn[]>;
}
