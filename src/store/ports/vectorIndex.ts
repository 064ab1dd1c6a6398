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

/** Memories by meaning. `space` is the id of a space; one that is not there or was dropped throws `not_found`. */
export interface VectorRepository {
  /** The space of a model, made when it is new: then every living memory awaits its vector. */
  openSpace(name: Pick<VectorSpace, 'provider' | 'model' | 'dimensions'>, now: number): Promise<VectorSpace>;
  spaces(): Promise<(VectorSpace & VectorProgress)[]>;
  /** Its vectors are gone for every reader at once, and from the file with the next rounds of `upkeep`. */
  dropSpace(space: number, now: number): Promise<void>;
  /**
   * Stores vectors, which are brought to unit length, and returns how many: memories that are gone, or whose revision
   * is another, are passed over. Changing the text of a memory removes its vectors.
   */
  put(space: number, entries: readonly VectorEntry[]): Promise<number>;
  /** Living memories without a vector, or whose passages are to be made, newest first. */
  missing(space: number, limit: number): Promise<Memory[]>;
  progress(space: number): Promise<VectorProgress>;
  /** The living memories nearest in meaning, best first. Cosines are exact; the filter is that of `list`. */
  search(space: number, query: Float32Array, filter: MemoryFilter, limit: number): Promise<VectorHit[]>;
  /** Exact, of the nearest passage of each; memories without a vector are left out. */
  cosines(
    space: number,
    query: Float32Array,
    memoryIds: readonly string[],
  ): Promise<ReadonlyMap<string, number>>;
  /** Of unit length, by memory, without further passages; memories without a vector are left out. */
  vectorsOf(space: number, memoryIds: readonly string[]): Promise<ReadonlyMap<string, Float32Array>>;
  /** Whether `search` answers without loading the index first, which takes part of a second for a million memories. */
  isLoaded(space: number): Promise<boolean>;
  /** Loads a slice of the index of at most 20 ms; true when all of it is there. */
  load(space: number): Promise<boolean>;
  /** A slice of at most 20 ms of what may wait, in a unit that writes; true when there is more. */
  upkeep(): Promise<boolean>;
}
