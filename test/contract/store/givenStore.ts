import { afterEach, beforeEach } from 'vitest';
import type { Memory } from '../../../src/core/memory/memory.ts';
import type { MemoryFilter } from '../../../src/store/ports/memoryFilter.ts';
import type { ReadUnit } from '../../../src/store/ports/readUnit.ts';
import type { Store } from '../../../src/store/ports/store.ts';
import type { LexicalQuery } from '../../../src/store/ports/textIndex.ts';
import type { UnitOfWork, Vectorise } from '../../../src/store/ports/unitOfWork.ts';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';

/** An empty store of an adapter, and what the contract has to know of it besides. */
export interface OpenedStore {
  readonly store: Store;
  /** `ok`, or what the adapter finds wrong with what it has stored. */
  check(): Promise<string>;
  /** Closes the store in order and opens the same memories again. */
  reopen(): Promise<Store>;
  /** Closes it, when it is not, and leaves nothing behind. */
  dispose(): Promise<void>;
}

export interface OpenOptions {
  readonly vectorise?: Vectorise;
}

export type OpenStore = (options?: OpenOptions) => Promise<OpenedStore>;

/** A store of its own for each test of the group in which this is made. */
export class GivenStore {
  #opened: OpenedStore | undefined;
  #store: Store | undefined;

  constructor(openStore: OpenStore, options: OpenOptions = {}) {
    beforeEach(async () => {
      this.#opened = await openStore(options);
      this.#store = this.#opened.store;
    });
    afterEach(() => this.#opened?.dispose());
  }

  get store(): Store {
    if (!this.#store) throw new Error('Stores are opened for tests, not before them');
    return this.#store;
  }

  readonly read = <T>(work: (unit: ReadUnit) => Promise<T>): Promise<T> => this.store.read(work);
  readonly write = <T>(work: (unit: UnitOfWork) => Promise<T>): Promise<T> => this.store.write(work);
  readonly check = async (): Promise<string> => this.#opened?.check() ?? 'not open';
  readonly reopen = async (): Promise<void> => {
    this.#store = await this.#opened?.reopen();
  };

  readonly add = async (...changes: Partial<Memory>[]): Promise<Memory[]> => {
    const memories = changes.map(sampleMemory);
    await this.write(async (unit) => {
      for (const memory of memories) await unit.memories.insert(memory);
    });
    return memories;
  };

  readonly addOne = async (change: Partial<Memory> = {}): Promise<Memory> => {
    const [memory] = await this.add(change);
    if (!memory) throw new Error('Nothing was added');
    return memory;
  };

  /** Stores the memory with these fields changed, at the next revision. */
  readonly change = async (memory: Memory, fields: Partial<Memory>): Promise<Memory> => {
    const changed = { ...memory, ...fields, revision: memory.revision + 1 };
    await this.write((unit) => unit.memories.update(changed));
    return changed;
  };

  readonly get = (id: string): Promise<Memory | undefined> => this.read((unit) => unit.memories.get(id));

  /** Titles of what some words find, best first. */
  readonly found = async (
    query: readonly string[] | LexicalQuery,
    filter: MemoryFilter = {},
    limit = 20,
  ): Promise<string[]> => {
    const lexical = 'terms' in query ? query : queryOf(...query);
    const hits = await this.read((unit) => unit.texts.search(lexical, filter, limit));
    return hits.map(({ memory }) => memory.title);
  };

  /** Titles of what a filter lets through, newest first. */
  readonly listed = async (filter: MemoryFilter = {}, limit = 10_000): Promise<string[]> => {
    const { memories } = await this.read((unit) => unit.memories.list(filter, { limit }));
    return memories.map(({ title }) => title);
  };
}

export const queryOf = (...words: string[]): LexicalQuery => ({
  terms: words.map((word) => ({ text: word })),
  phrases: [],
});
