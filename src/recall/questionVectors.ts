import { MemoryBridgeError } from '../core/errors.ts';
import { dotProduct } from '../core/ranking/dotProduct.ts';
import type { ModelFit } from '../core/ranking/modelFit.ts';
import type { MemoryFilter } from '../store/ports/memoryFilter.ts';
import type { PassageHit, TurnVectorIndex } from '../store/ports/turnVectors.ts';
import type { VectorHit, VectorIndex } from '../store/ports/vectorIndex.ts';
import type { QuestionVector, QuestionWords, SecondVector } from './recallRequest.ts';

type Cosines = ReadonlyMap<string, number>;

/** Where the vectors of memories are, and of what was said in conversations. */
export interface VectorIndexes {
  readonly vectors: VectorIndex;
  readonly turnVectors: TurnVectorIndex;
}

/**
 * The vectors of one question, and what is near to them. When a model is exchanged after the question was read, the question
 * goes on without it.
 */
export class QuestionVectors {
  readonly #vectors: VectorIndex;
  readonly #turns: TurnVectorIndex;
  /** Of the built-in model. */
  #words: QuestionVector | undefined;
  /** Of the one that was chosen besides it. */
  #second: SecondVector | undefined;

  constructor({ vectors, turnVectors }: VectorIndexes, question: QuestionVector | undefined) {
    this.#vectors = vectors;
    this.#turns = turnVectors;
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

  /** Conversations by what was said in them. */
  async nearestTurns(filter: MemoryFilter, limit: number): Promise<PassageHit[]> {
    const found = await this.#byWords(({ spaceId, vector }) =>
      this.#turns.search(spaceId, vector, filter, limit),
    );
    return found ?? [];
  }

  async nearestTurnsByModel(filter: MemoryFilter, limit: number): Promise<PassageHit[]> {
    const found = await this.#byModel(({ spaceId, vector }) =>
      this.#turns.search(spaceId, vector, filter, limit),
    );
    return found ?? [];
  }

  /** Of turns, by number, each as near as the nearest of what it was read with. */
  async turnCosines(turns: readonly number[]): Promise<ReadonlyMap<number, number>> {
    if (turns.length === 0) return new Map();
    const found = await this.#byWords((question) => this.#nearestOf(question, turns));
    return found ?? new Map<number, number>();
  }

  async modelTurnCosines(turns: readonly number[]): Promise<ReadonlyMap<number, number>> {
    if (turns.length === 0) return new Map();
    const found = await this.#byModel((question) => this.#nearestOf(question, turns));
    return found ?? new Map<number, number>();
  }

  async #nearestOf(
    { spaceId, vector }: Pick<SecondVector, 'spaceId' | 'vector'>,
    turns: readonly number[],
  ): Promise<ReadonlyMap<number, number>> {
    const vectors = await this.#turns.vectorsOf(spaceId, turns);
    return new Map(
      [...vectors].map(([turn, all]) => [turn, Math.max(...all.map((each) => dotProduct(vector, each)))]),
    );
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

  /** Of turns, by number, by the built-in model: of what each was read with, the nearest to the question. */
  async turnVectorsOf(turns: readonly number[]): Promise<ReadonlyMap<number, Float32Array>> {
    const nearest = new Map<number, Float32Array>();
    if (turns.length === 0) return nearest;
    await this.#byWords(async ({ spaceId, vector }) => {
      for (const [turn, all] of await this.#turns.vectorsOf(spaceId, turns)) {
        const cosines = all.map((each) => dotProduct(vector, each));
        const best = all[cosines.indexOf(Math.max(...cosines))];
        if (best) nearest.set(turn, best);
      }
    });
    return nearest;
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
