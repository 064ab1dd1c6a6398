import type { Memory } from '../../core/memory/memory.ts';
import type { MemoryFilter } from './memoryFilter.ts';

/** Vectors of one model. Those of different models cannot be compared. */
export interface VectorSpace {
  readonly id: number;
  readonly provider: string;
  readonly model: string;
  readonly dimensions: number;
  readonly createdAt: number;
}

/** Living memories: those with a vector, and all. */
export interface VectorProgress {
  readonly embedded: number;
  readonly total: number;
}

/** Living memories that await a vector. */
export interface VectorLag {
  readonly count: number;
  /** When the one that was made first was last changed, wall clock, ms; undefined where none awaits one. */
  readonly since: number | undefined;
}

export interface VectorEntry {
  readonly memoryId: string;
  readonly vector: Float32Array;
  /** Of what a long memory says besides: it is as near to a question as the nearest of all. */
  readonly passages?: readonly Float32Array[];
  /** That of the memory when its text was read; another one by now means that the vector is out of date. */
  readonly revision?: number;
}

export interface VectorHit {
  readonly memory: Memory;
  readonly cosine: number;
}

/**
 * Memories by meaning. `space` is the id of a space; one that is not there or was dropped throws `not_found`. Vectors of
 * another length than the space has throw `invalid_input`.
 */
export interface VectorIndex {
  /** Those that were not dropped, by id. */
  spaces(): Promise<(VectorSpace & VectorProgress)[]>;
  /** Living memories without a vector, or whose passages are to be made, newest first. */
  missing(space: number, limit: number): Promise<Memory[]>;
  progress(space: number): Promise<VectorProgress>;
  /** Of a model that has no space yet, every memory awaits its vector. Costs no look at what the memories say. */
  lag(space: number | undefined): Promise<VectorLag>;
  /**
   * The living memories nearest in meaning, best first. The filter is that of `list`, and costs no hits: fewer than
   * `limit` come only when there are no more. Cosines are exact.
   */
  search(space: number, query: Float32Array, filter: MemoryFilter, limit: number): Promise<VectorHit[]>;
  /** Exact, of the nearest passage of each; memories without a vector are left out. */
  cosines(
    space: number,
    query: Float32Array,
    memoryIds: readonly string[],
  ): Promise<ReadonlyMap<string, number>>;
  /** Of unit length, by memory, without further passages; memories without a vector are left out. */
  vectorsOf(space: number, memoryIds: readonly string[]): Promise<ReadonlyMap<string, Float32Array>>;
}

export interface VectorRepository extends VectorIndex {
  /** The space of a model, made when it is new: then every living memory awaits its vector. */
  openSpace(name: Pick<VectorSpace, 'provider' | 'model' | 'dimensions'>, now: number): Promise<VectorSpace>;
  /** Its vectors are gone for every reader at once; the room they take may be given back later. */
  dropSpace(space: number, now: number): Promise<void>;
  /**
   * Stores vectors, which are brought to unit length, and returns how many: memories that are gone, or whose revision
   * is another, are passed over. Changing the text of a memory removes its vectors.
   */
  put(space: number, entries: readonly VectorEntry[]): Promise<number>;
}
