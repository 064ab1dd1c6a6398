import type { Memory } from '../../src/core/memory.ts';
import type { Project } from '../../src/core/project.ts';
import { recallMemories } from '../../src/recall/recallMemories.ts';
import { parseRecallQuery } from '../../src/recall/recallQuery.ts';
import { openStore } from '../../src/store/openStore.ts';
import type { SqliteStore } from '../../src/store/sqliteStore.ts';

/** Memories in one transaction. */
const batch = 2_000;
/** Hits of the index that a recall of ten weighs. */
const weighed = 50;

export interface Asking {
  /** When the questions are asked. */
  readonly now: number;
  /** In which project they are asked; without one, only global memories answer. */
  readonly project?: Project | undefined;
}

/**
 * The one place that knows how this version of the product is filled and asked inside a process. Answers are ids, best
 * first.
 */
export class ShippedRecall {
  readonly store: SqliteStore;
  readonly #asking: Asking;

  private constructor(store: SqliteStore, asking: Asking) {
    this.store = store;
    this.#asking = asking;
  }

  static async open(home: string, asking: Asking): Promise<ShippedRecall> {
    return new ShippedRecall(await openStore(home), asking);
  }

  async fill(memories: Iterable<Memory>): Promise<void> {
    let pending: Memory[] = [];
    for (const memory of memories) {
      pending.push(memory);
      if (pending.length < batch) continue;
      await this.#insert(pending);
      pending = [];
    }
    await this.#insert(pending);
  }

  /** What `memory_recall` does. */
  hybrid(query: string, limit: number): Promise<string[]> {
    const { now, project } = this.#asking;
    return this.store.read(async ({ memories }) => {
      const { hits } = await recallMemories(memories, { query, limit, project, sessionId: undefined, now });
      return hits.map(({ memory }) => memory.id);
    });
  }

  /** Its words alone: the full-text index as it is weighted, without vectors, priors and folding. */
  lexical(query: string, limit = weighed): Promise<string[]> {
    const { project } = this.#asking;
    const { terms, phrases } = parseRecallQuery(query, project?.id ?? null);
    return this.store.read(async ({ memories }) => {
      const hits = await memories.search(
        { terms, phrases },
        { projects: project ? [project.id, null] : [null] },
        limit,
      );
      return hits.map(({ memory }) => memory.id);
    });
  }

  close(): Promise<void> {
    return this.store.close();
  }

  #insert(memories: readonly Memory[]): Promise<void> {
    return this.store.write(async (unit) => {
      for (const memory of memories) await unit.memories.insert(memory);
    });
  }
}
