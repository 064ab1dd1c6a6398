import type { Memory } from '../../core/memory/memory.ts';
import type { Logger } from '../../core/ports.ts';
import type { UnitOfWork, Vectorise } from '../../store/ports/unitOfWork.ts';
import type { VectorEntry } from '../../store/ports/vectorIndex.ts';
import type { InstantEmbedder } from './embeddingParts.ts';
import { embeddingText } from './embeddedText.ts';

const readAtOnce = 64;
const storedAtOnce = 8;

/** How far a fill is, in a space: what it goes on from after the process has ended. */
export interface FillCursor {
  readonly space: number;
  readonly done: number;
  readonly total: number;
}

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

  /** The vector of a text, which needs neither a service nor time, and where to look; undefined before all is there. */
  instantVector(text: string): { readonly space: number; readonly vector: Float32Array } | undefined {
    if (this.#id === undefined || !this.#isComplete) return undefined;
    try {
      return { space: this.#id, vector: this.embedder.embedOne(text) };
    } catch {
      // It is found by its words, as every text that the model stumbles over.
      return undefined;
    }
  }

  async open(unit: UnitOfWork): Promise<number> {
    const id = await this.#open(unit);
    this.#become(id);
    return id;
  }

  /** Throws all vectors away; a fill makes them anew. What it returns is to be called once that is on disk. */
  async restart(unit: UnitOfWork): Promise<() => void> {
    await unit.vectors.dropSpace(await this.#open(unit), this.#clock.now());
    const id = await this.#open(unit);
    return () => {
      this.#unreadable.clear();
      this.#become(id);
    };
  }

  /** Opens the space, and finds out whether anything is missing in it. */
  async look(unit: UnitOfWork): Promise<void> {
    const space = await this.open(unit);
    if ((await unit.vectors.missing(space, 1)).length === 0) this.#isComplete = true;
  }

  /** Makes some of what is missing, until `isOver`. Goes on behind `before`, when that was in the space of now. */
  async fillSlice(
    unit: UnitOfWork,
    isOver: () => boolean,
    before?: FillCursor,
  ): Promise<FillCursor & { readonly isDone: boolean }> {
    const space = await this.open(unit);
    let { done, total } = before?.space === space ? before : await this.#count(unit, space);
    do {
      const limit = readAtOnce + this.#unreadable.size;
      const missing = (await unit.vectors.missing(space, limit)).filter(
        ({ id }) => !this.#unreadable.has(id),
      );
      if (missing.length === 0) return { space, ...(await this.#count(unit, space)), isDone: true };
      for (let at = 0; at < missing.length && !isOver(); at += storedAtOnce)
        done += await this.#embed(unit, space, missing.slice(at, at + storedAtOnce), isOver);
    } while (!isOver());
    // Memories that came meanwhile were counted in neither.
    total = Math.max(total, done);
    return { space, done, total, isDone: false };
  }

  /** Nothing was missing in this space, and that is on disk. */
  filled(space: number): void {
    if (space === this.#id) this.#isComplete = true;
  }

  async #open(unit: UnitOfWork): Promise<number> {
    const { provider, model, dimensions } = this.embedder;
    const { id } = await unit.vectors.openSpace({ provider, model, dimensions }, this.#clock.now());
    return id;
  }

  #become(id: number): void {
    if (id !== this.#id) this.#isComplete = false;
    this.#id = id;
  }

  async #count(unit: UnitOfWork, space: number): Promise<{ done: number; total: number }> {
    const { embedded, total } = await unit.vectors.progress(space);
    return { done: embedded, total };
  }

  async #embed(
    unit: UnitOfWork,
    space: number,
    memories: readonly Memory[],
    isOver: () => boolean = () => false,
  ): Promise<number> {
    const entries: VectorEntry[] = [];
    for (const memory of memories) {
      const vector = this.#vectorOf(memory);
      if (vector) entries.push({ memoryId: memory.id, vector });
      if (isOver()) break;
    }
    return unit.vectors.put(space, entries);
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
