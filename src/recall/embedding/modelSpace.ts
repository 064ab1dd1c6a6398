import type { DisposableLike } from '../../core/disposable.ts';
import type { Clock } from '../../core/ports.ts';
import type { Embedder } from '../../embed/embedder.ts';
import type { EmbedderHandle } from '../../embed/embedderHandle.ts';
import type { EmbedderSettings } from '../../protocol/embedderSettings.ts';
import type { UnitOfWork, VectorSpace } from '../../store/repositories.ts';
import { QueryGuard, type QueryLimits } from './queryGuard.ts';
import { modelKey, readSpaceRecords, removeSpaceRecord, writeSpaceRecord } from './spaceRecords.ts';

/** A model besides the built-in one, and the space of its vectors once it has said what they are like. */
export class ModelSpace implements DisposableLike {
  readonly settings: EmbedderSettings;
  readonly key: string;
  readonly handle: EmbedderHandle;
  readonly guard: QueryGuard;
  /** So much is missing again that the built-in vectors know more. */
  isBehind = false;
  readonly #clock: Clock;
  #space: VectorSpace | undefined;
  #isComplete = false;

  constructor(settings: EmbedderSettings, handle: EmbedderHandle, clock: Clock, limits?: QueryLimits) {
    this.settings = settings;
    this.key = modelKey(settings);
    this.handle = handle;
    this.#clock = clock;
    this.guard = new QueryGuard(clock, limits);
  }

  get space(): VectorSpace | undefined {
    return this.#space;
  }

  /** The model, while it is usable and still the one whose vectors the space holds. */
  get embedder(): Embedder | undefined {
    const { embedder } = this.handle;
    return embedder && this.#space && fits(embedder, this.#space) ? embedder : undefined;
  }

  /** Each memory had its vector once; from then on the space answers. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  get answers(): boolean {
    return this.#isComplete && !this.isBehind && this.embedder !== undefined;
  }

  /** Finds or makes the space. Does nothing until the model is there. */
  async open(unit: UnitOfWork): Promise<void> {
    const { embedder } = this.handle;
    if (!embedder || this.embedder) return;
    const now = this.#clock.now();
    const { provider, model, dimensions } = embedder;
    const space = await unit.vectors.openSpace({ provider, model, dimensions }, now);
    const record = (await readSpaceRecords(unit, now)).find((each) => each.space === space.id);
    const completedAt = record?.completedAt ?? null;
    await writeSpaceRecord(unit, { space: space.id, settings: this.settings, completedAt }, now);
    this.#space = space;
    this.#isComplete = completedAt !== null;
    this.isBehind = false;
  }

  async complete(unit: UnitOfWork): Promise<void> {
    if (!this.#space) return;
    const now = this.#clock.now();
    await writeSpaceRecord(unit, { space: this.#space.id, settings: this.settings, completedAt: now }, now);
    this.#isComplete = true;
  }

  /** Throws the vectors away; the space that takes their place is empty. */
  async restart(unit: UnitOfWork): Promise<void> {
    const space = this.#space;
    if (!space) return;
    await unit.vectors.dropSpace(space.id, this.#clock.now());
    await removeSpaceRecord(unit, space.id);
    this.#space = undefined;
    this.#isComplete = false;
    await this.open(unit);
  }

  /** The vector of a question, or undefined when the model is not to be asked just now or has not answered in time. */
  async query(text: string): Promise<Float32Array | undefined> {
    const { embedder } = this;
    if (!embedder) return undefined;
    const vectors = await this.guard.ask(async (signal) => {
      const [vector] = await embedder.embed([text], 'query', signal);
      if (vector?.length !== embedder.dimensions) throw new Error('The model gave no vector for a question.');
      return vector;
    });
    return vectors;
  }

  dispose(): void {
    this.handle.dispose();
  }
}

function fits({ provider, model, dimensions }: Embedder, space: VectorSpace): boolean {
  return provider === space.provider && model === space.model && dimensions === space.dimensions;
}
