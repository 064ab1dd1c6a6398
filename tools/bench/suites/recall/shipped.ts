import type { Memory } from '../../../../src/core/memory.ts';
import { recallMemories } from '../../../../src/recall/recallMemories.ts';
import { parseRecallQuery } from '../../../../src/recall/recallQuery.ts';
import { openStore } from '../../../../src/store/openStore.ts';
import type { SqliteStore } from '../../../../src/store/sqliteStore.ts';
import { project } from './noteMemory.ts';

/** Memories in one transaction. */
const batch = 2_000;

/** The one place that knows how this version of the product is filled and asked. Answers are ids, best first. */
export class ShippedRecall {
  readonly #store: SqliteStore;
  readonly #now: number;

  private constructor(store: SqliteStore, now: number) {
    this.#store = store;
    this.#now = now;
  }

  static async open(home: string, memories: readonly Memory[], now: number): Promise<ShippedRecall> {
    const store = await openStore(home);
    for (let from = 0; from < memories.length; from += batch)
      await store.write(async (unit) => {
        for (const memory of memories.slice(from, from + batch)) await unit.memories.insert(memory);
      });
    return new ShippedRecall(store, now);
  }

  /** What `memory_recall` does. */
  hybrid(query: string, limit: number): Promise<string[]> {
    return this.#store.read(async ({ memories }) => {
      const { hits } = await recallMemories(memories, {
        query,
        limit,
        project,
        sessionId: undefined,
        now: this.#now,
      });
      return hits.map(({ memory }) => memory.id);
    });
  }

  /** Its words alone: the full-text index as it is weighted, without vectors, priors and folding. */
  lexical(query: string, limit: number): Promise<string[]> {
    const { terms } = parseRecallQuery(query, project.id);
    return this.#store.read(async ({ memories }) => {
      const hits = await memories.search(terms, { projects: [project.id, null] }, limit);
      return hits.map(({ memory }) => memory.id);
    });
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}
