import { MemoryBridgeError } from '../core/errors.ts';
import type { ModelFit } from '../core/ranking/modelFit.ts';
import type { MemoryFilter } from '../store/ports/memoryFilter.ts';
import type { VectorHit, VectorIndex } from '../store/ports/vectorIndex.ts';
import type { QuestionVector, QuestionWords, SecondVector } from './recallRequest.ts';

type Cosines = ReadonlyMap<string, number>;

/**
 * The vectors of one question, and what is near to them. When a model is exchanged after the question was read, the question
 * goes on without it.
 */
export class QuestionVectors {
  readonly #vectors: VectorIndex;
  /** Of the built-in model. */
  #words: QuestionVector | undefined;
  /** Of the one that was chosen besides it. */
  #second: SecondVector | undefined;

  constructor(vectors: VectorIndex, question: QuestionVector | undefined) {
    this.#vectors = vectors;
    this.#words = isSomewhere(question) ? question : undefined;
    this.#second = isSomewhere(question?.second) ? question?.second : undefined;
  }

  get words(): QuestionWords | undefined {
    return this.#words?.words;
  }

  get fit(): ModelFit | undefined {
    return this.#second?.fit;
  }

  /** The model whose cosines are told. */
  get model(): string | null {
    return (this.#second ?? this.#words)?.model ?? null;
  }

  /** The built-in model knows the words of one language. */
  dropBuiltIn(): void {
    this.#words = undefined;
  }

  drop(): void {
    this.#words = undefined;
    this.#second = undefined;
  }

  async nearest(filter: MemoryFilter, limit: number): Promise<VectorHit[]> {
    const found = await this.#byWords(({ spaceId, vector }) =>
      this.#vectors.search(spaceId, vector, filter, limit),
    );
    return found ?? [];
  }

  async nearestByModel(filter: MemoryFilter, limit: number): Promise<VectorHit[]> {
    const found = await this.#byModel(({ spaceId, vector }) =>
      this.#vectors.search(spaceId, vector, filter, limit),
    );
    return found ?? [];
  }

  async cosines(ids: readonly string[]): Promise<Cosines> {
    if (ids.length === 0) return new Map();
    const found = await this.#byWords(({ spaceId, vector }) => this.#vectors.cosines(spaceId, vector, ids));
    return found ?? new Map<string, number>();
  }

  async modelCosines(ids: readonly string[]): Promise<Cosines> {
    if (ids.length === 0) return new Map();
    const found = await this.#byModel(({ spaceId, vector }) => this.#vectors.cosines(spaceId, vector, ids));
    return found ?? new Map<string, number>();
  }

  /** Of the built-in model. */
  async vectorsOf(ids: readonly string[]): Promise<ReadonlyMap<string, Float32Array>> {
    if (ids.length === 0) return new Map();
    const found = await this.#byWords(({ spaceId }) => this.#vectors.vectorsOf(spaceId, ids));
    return found ?? new Map<string, Float32Array>();
  }

  async #byWords<T>(read: (question: QuestionVector) => Promise<T>): Promise<T | undefined> {
    if (!this.#words) return undefined;
    const found = await unlessGone(read(this.#words));
    if (found === undefined) this.#words = undefined;
    return found;
  }

  async #byModel<T>(read: (question: SecondVector) => Promise<T>): Promise<T | undefined> {
    if (!this.#second) return undefined;
    const found = await unlessGone(read(this.#second));
    if (found === undefined) this.#second = undefined;
    return found;
  }
}

/** A text of which a model knows nothing has no direction. */
function isSomewhere(question: { readonly vector: Float32Array } | undefined): boolean {
  return question?.vector.some((value) => value !== 0) ?? false;
}

async function unlessGone<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (MemoryBridgeError.is(error, 'not_found')) return undefined;
    throw error;
  }
}
