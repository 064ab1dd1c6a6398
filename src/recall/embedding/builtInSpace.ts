import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Memory } from '../../core/memory/memory.ts';
import type { Logger } from '../../core/ports.ts';
import type { UnitOfWork, Vectorise } from '../../store/ports/unitOfWork.ts';
import type { VectorEntry } from '../../store/ports/vectorIndex.ts';
import type { InstantEmbedder, VectorStore } from './embeddingParts.ts';
import { embeddingText } from './embeddedText.ts';

/** Others wait behind a slice, ms; some more is needed for writing it. */
const sliceMs = 10;
const readAtOnce = 64;

/**
 * The vectors of the built-in model. Memories get theirs in the transaction that writes them; what was there before
 * the model is done in slices.
 */
export class BuiltInSpace {
  readonly embedder: InstantEmbedder;
  readonly #clock: { now(): number };
  readonly #logger: Logger;
  /** Memories whose text the model cannot read. They are found by their words. */
  readonly #unreadable = new Set<string>();
  #id: number | undefined;
  #isComplete = false;

  constructor(embedder: InstantEmbedder, parts: { clock: { now(): number }; logger: Logger }) {
    this.embedder = embedder;
    this.#clock = parts.clock;
    this.#logger = parts.logger;
  }

  /** For the store. The space is looked up each time, so that a rollback or a restart cannot leave a wrong one behind. */
  readonly vectorise: Vectorise = async (unit, written) => {
    await this.#embed(
      unit,
      await this.open(unit),
      written.filter(({ deletedAt }) => deletedAt === null),
    );
  };

  /** Undefined until it was opened. */
  get id(): number | undefined {
    return this.#id;
  }

  /** Every memory has its vector. Stays true, because writes see to it, until the space is made anew. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  async open(unit: UnitOfWork): Promise<number> {
    const { provider, model, dimensions } = this.embedder;
    const { id } = await unit.vectors.openSpace({ provider, model, dimensions }, this.#clock.now());
    if (id !== this.#id) this.#isComplete = false;
    this.#id = id;
    return id;
  }

  /** Throws all vectors away; `fill` makes them anew. */
  async restart(unit: UnitOfWork): Promise<void> {
    await unit.vectors.dropSpace(await this.open(unit), this.#clock.now());
    this.#unreadable.clear();
    await this.open(unit);
  }

  /** Slice after slice until nothing is missing or `signal` says stop, then the index for the first question. */
  async fill(store: VectorStore, signal: AbortSignal, onSlice: () => void): Promise<void> {
    while (!signal.aborted && !(await store.write((unit) => this.#fillSlice(unit)))) {
      onSlice();
      await nextTurn();
    }
    if (this.#id !== undefined && !signal.aborted) await store.loadVectors(this.#id);
  }

  async #fillSlice(unit: UnitOfWork): Promise<boolean> {
    const space = await this.open(unit);
    const deadline = performance.now() + sliceMs;
    do {
      const limit = readAtOnce + this.#unreadable.size;
      const missing = (await unit.vectors.missing(space, limit)).filter(
        ({ id }) => !this.#unreadable.has(id),
      );
      if (missing.length === 0) return (this.#isComplete = true);
      for (let at = 0; at < missing.length && performance.now() < deadline; at += 8)
        await this.#embed(unit, space, missing.slice(at, at + 8));
    } while (performance.now() < deadline);
    return false;
  }

  async #embed(unit: UnitOfWork, space: number, memories: readonly Memory[]): Promise<void> {
    const entries: VectorEntry[] = [];
    for (const memory of memories) {
      const vector = this.#vectorOf(memory);
      if (vector) entries.push({ memoryId: memory.id, vector });
    }
    await unit.vectors.put(space, entries);
  }

  /** A text that the model stumbles over must not keep it from being remembered. */
  #vectorOf(memory: Memory): Float32Array | undefined {
    try {
      return this.embedder.embedOne(embeddingText(memory));
    } catch (error) {
      this.#unreadable.add(memory.id);
      this.#logger.warn('The built-in model could not read a memory.', {
        memory: memory.id,
        error: String(error),
      });
      return undefined;
    }
  }
}
