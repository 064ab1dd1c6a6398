import type { Turn } from '../../src/core/conversation/turn.ts';
import type { Memory } from '../../src/core/memory/memory.ts';
import type { Project } from '../../src/core/project/project.ts';
import { BuiltInEmbedder } from '../../src/embed/builtIn/builtInEmbedder.ts';
import type { Embedder } from '../../src/embed/embedder.ts';
import { recallMemories } from '../../src/recall/recallMemories.ts';
import { embedTurns } from '../../src/recall/embedding/embedTurns.ts';
import { embeddingText } from '../../src/recall/embedding/embeddedText.ts';
import { passagesOf } from '../../src/recall/embedding/passages.ts';
import type { ModelFit } from '../../src/core/ranking/modelFit.ts';
import type { QuestionVector, SecondVector } from '../../src/recall/recallRequest.ts';
import { parseRecallQuery } from '../../src/recall/question/recallQuery.ts';
import { openStore } from '../../src/store/sqlite/openStore.ts';
import type { MemoryFilter } from '../../src/store/ports/memoryFilter.ts';
import type { SqliteStore } from '../../src/store/sqlite/sqliteStore.ts';

/** Memories in one transaction. */
const batch = 2_000;
/** Texts of turns in one transaction. */
const turnsAtOnce = 64;
/** Hits of the index that a recall of ten weighs. */
const weighed = 50;

export interface Asking {
  /** When the questions are asked. */
  readonly now: number;
  /** In which project they are asked; without one, only global memories answer. */
  readonly project?: Project | undefined;
  /** Makes the vectors; without one there are none. */
  readonly embedder?: Embedder | undefined;
  /** Another model besides, as a person would choose one. */
  readonly second?: SecondModel | undefined;
}

/** A conversation and what was said in it. */
export interface Talk {
  readonly memory: Memory;
  readonly turns: readonly Turn[];
}

export interface SecondModel {
  readonly embedder: Embedder;
  readonly fit: ModelFit;
}

/**
 * The one place that knows how this version of the product is filled and asked inside a process. Answers are ids, best
 * first.
 */
export class ShippedRecall {
  readonly store: SqliteStore;
  readonly #asking: Asking;

  /** Id of the embedder's vector space. */
  readonly #space: number | undefined;
  readonly #secondSpace: number | undefined;

  private constructor(
    store: SqliteStore,
    asking: Asking,
    space: number | undefined,
    secondSpace: number | undefined,
  ) {
    this.store = store;
    this.#asking = asking;
    this.#space = space;
    this.#secondSpace = secondSpace;
  }

  static async open(home: string, asking: Asking): Promise<ShippedRecall> {
    const store = await openStore(home);
    const { embedder, now } = asking;
    const space = embedder && (await store.write(({ vectors }) => vectors.openSpace(embedder, now)));
    const { second } = asking;
    const other = second && (await store.write(({ vectors }) => vectors.openSpace(second.embedder, now)));
    return new ShippedRecall(store, asking, space?.id, other?.id);
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

  /** With the vectors of what was said. */
  async fillTalks(talks: readonly Talk[]): Promise<void> {
    await this.#insert(talks.map(({ memory }) => memory));
    for (const { memory, turns } of talks) await this.store.write((unit) => unit.turns.put(memory, turns));
    const space = this.#space;
    const { embedder } = this.#asking;
    if (space === undefined || !embedder) return;
    const { signal } = new AbortController();
    const embed = (texts: readonly string[]) => embedder.embed(texts, 'document');
    while (await embedTurns(this.store, space, { embed, batch: turnsAtOnce, signal }));
    await this.store.loadVectors(space);
  }

  /** What `memory_recall` does. */
  async hybrid(query: string, limit: number): Promise<string[]> {
    return this.#recall(query, limit, await this.#vectorOf(query));
  }

  /** The same with the second model besides. */
  async withSecond(query: string, limit: number): Promise<string[]> {
    const vector = await this.#vectorOf(query);
    const second = await this.#secondOf(query);
    return this.#recall(query, limit, vector && { ...vector, second });
  }

  /** As it was while another model took the place of the built-in one. */
  async insteadOfWords(query: string, limit: number): Promise<string[]> {
    return this.#recall(query, limit, await this.#secondOf(query));
  }

  /** The second model's vectors alone. */
  async nearestBySecond(query: string, limit = weighed): Promise<string[]> {
    const second = await this.#secondOf(query);
    if (!second) throw new Error('There is no second model.');
    return this.store.read(async ({ vectors }) => {
      const hits = await vectors.search(second.spaceId, second.vector, this.#visible, limit);
      return hits.map(({ memory }) => memory.id);
    });
  }

  #recall(query: string, limit: number, vector: QuestionVector | undefined): Promise<string[]> {
    const { now, project } = this.#asking;
    return this.store.read(async (unit) => {
      const request = { query, limit, project, sessionId: undefined, now, vector };
      const { hits } = await recallMemories(unit, request);
      return hits.map(({ memory }) => memory.id);
    });
  }

  /** Its words alone: the full-text index as it is weighted, without vectors, priors and folding. */
  lexical(query: string, limit = weighed): Promise<string[]> {
    const { terms, phrases } = parseRecallQuery(query, this.#asking.project?.id ?? null);
    return this.store.read(async ({ texts }) => {
      const hits = await texts.search({ terms, phrases }, this.#visible, limit);
      return hits.map(({ memory }) => memory.id);
    });
  }

  /** Its vectors alone: the nearest memories. Throws without an embedder. */
  async nearest(query: string, limit = weighed): Promise<string[]> {
    const space = this.#space;
    const [vector] = (await this.#asking.embedder?.embed([query], 'query')) ?? [];
    if (space === undefined || !vector) throw new Error('Nearest memories need an embedder.');
    return this.store.read(async ({ vectors }) => {
      const hits = await vectors.search(space, vector, this.#visible, limit);
      return hits.map(({ memory }) => memory.id);
    });
  }

  async #vectorOf(query: string): Promise<QuestionVector | undefined> {
    const { embedder } = this.#asking;
    if (this.#space === undefined || !embedder) return undefined;
    const [vector] = await embedder.embed([query], 'query');
    const words = embedder instanceof BuiltInEmbedder ? embedder.questionWords(query) : undefined;
    return vector && { spaceId: this.#space, vector, model: embedder.model, words };
  }

  async #secondOf(query: string): Promise<SecondVector | undefined> {
    const { second } = this.#asking;
    if (this.#secondSpace === undefined || !second) return undefined;
    const [vector] = await second.embedder.embed([query], 'query');
    return vector && { spaceId: this.#secondSpace, vector, model: second.embedder.model, fit: second.fit };
  }

  close(): Promise<void> {
    return this.store.close();
  }

  get #visible(): MemoryFilter {
    const { project } = this.#asking;
    return { projects: project ? [project.id, null] : [null] };
  }

  async #insert(memories: readonly Memory[]): Promise<void> {
    const texts = memories.map((memory) => [embeddingText(memory)]);
    const made = await vectorsOf(this.#asking.embedder, texts);
    const { second } = this.#asking;
    const passages = memories.map((memory) => passagesOf(memory, second?.embedder.maxTokens));
    const others = await vectorsOf(second?.embedder, passages);
    await this.store.write(async (unit) => {
      for (const memory of memories) await unit.memories.insert(memory);
      const put = async (space: number | undefined, vectors: readonly (readonly Float32Array[])[]) => {
        if (space === undefined) return;
        const entries = memories.flatMap(({ id }, index) => {
          const [vector, ...passages] = vectors[index] ?? [];
          return vector ? [{ memoryId: id, vector, passages }] : [];
        });
        await unit.vectors.put(space, entries);
      };
      await put(this.#space, made);
      await put(this.#secondSpace, others);
    });
  }
}

async function vectorsOf(
  embedder: Embedder | undefined,
  texts: readonly (readonly string[])[],
): Promise<Float32Array[][]> {
  const vectors = (await embedder?.embed(texts.flat(), 'document')) ?? [];
  let at = 0;
  return texts.map(({ length }) => vectors.slice(at, (at += length)));
}
