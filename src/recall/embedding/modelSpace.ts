import type { DisposableLike } from '../../core/disposable.ts';
import type { ModelFit } from '../../core/ranking/modelFit.ts';
import type { Clock } from '../../core/ports.ts';
import { manifestOf } from '../../embed/download/modelCatalogue.ts';
import type { Embedder } from '../../embed/embedder.ts';
import type { EmbedderHandle } from '../../embed/embedderHandle.ts';
import type { EmbedderSettings } from '../../protocol/embedderSettings.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { VectorSpace } from '../../store/ports/vectorIndex.ts';
import { QueryGuard, type QueryLimits } from './queryGuard.ts';
import {
  modelKey,
  readSpaceRecords,
  removeSpaceRecord,
  type SpaceRecord,
  writeSpaceRecord,
} from './spaceRecords.ts';

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
  #fit: ModelFit | undefined;

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

  /** What its cosines mean; undefined until that is known, and so long it answers nothing. */
  get fit(): ModelFit | undefined {
    return this.#fit;
  }

  get answers(): boolean {
    return this.#isComplete && !this.isBehind && this.embedder !== undefined && this.#fit !== undefined;
  }

  /**
   * Finds or makes the space. Does nothing until the model is there. As with all that writes here, nothing of this object
   * changes until what is returned is called, once the unit is on disk.
   */
  async open(unit: UnitOfWork): Promise<() => void> {
    const { embedder } = this.handle;
    if (!embedder || this.embedder) return () => {};
    const space = await unit.vectors.openSpace(nameOf(embedder), this.#clock.now());
    const record = await this.#record(unit, space);
    const completedAt = record?.completedAt ?? null;
    // What a manifest says was measured with more than a few texts.
    const fit = statedFit(this.settings) ?? record?.fit ?? this.#fit;
    await this.#write(unit, space, completedAt, fit);
    return () => {
      this.#fit = fit;
      this.#become(space, completedAt !== null);
    };
  }

  async complete(unit: UnitOfWork): Promise<() => void> {
    const space = this.#space;
    // One that was thrown away a moment ago has none.
    if (!space || !(await this.#record(unit, space))) return () => {};
    await this.#write(unit, space, this.#clock.now(), this.#fit);
    return () => {
      if (this.#space === space) this.#isComplete = true;
    };
  }

  /** What was found out about the cosines of the model; it is kept with its space. */
  async calibrated(unit: UnitOfWork, fit: ModelFit): Promise<() => void> {
    const space = this.#space;
    const record = space && (await this.#record(unit, space));
    if (space && record) await this.#write(unit, space, record.completedAt, fit);
    return () => void (this.#fit = fit);
  }

  /** Throws the vectors away; the space that takes their place is empty. */
  async restart(unit: UnitOfWork): Promise<() => void> {
    const before = this.#space;
    if (!before) return () => {};
    const now = this.#clock.now();
    await unit.vectors.dropSpace(before.id, now);
    await removeSpaceRecord(unit, before.id);
    const { embedder } = this.handle;
    const space = embedder && (await unit.vectors.openSpace(nameOf(embedder), now));
    if (space) await this.#write(unit, space, null, this.#fit);
    return () => this.#become(space, false);
  }

  #become(space: VectorSpace | undefined, isComplete: boolean): void {
    this.#space = space;
    this.#isComplete = isComplete;
    this.isBehind = false;
  }

  async #record(unit: UnitOfWork, { id }: VectorSpace): Promise<SpaceRecord | undefined> {
    return (await readSpaceRecords(unit, this.#clock.now())).find(({ space }) => space === id);
  }

  async #write(
    unit: UnitOfWork,
    { id }: VectorSpace,
    completedAt: number | null,
    fit: ModelFit | undefined,
  ): Promise<void> {
    const { settings } = this;
    await writeSpaceRecord(unit, { space: id, settings, completedAt, fit }, this.#clock.now());
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

const nameOf = ({ provider, model, dimensions }: Embedder) => ({ provider, model, dimensions });

function fits({ provider, model, dimensions }: Embedder, space: VectorSpace): boolean {
  return provider === space.provider && model === space.model && dimensions === space.dimensions;
}

function statedFit(settings: EmbedderSettings): ModelFit | undefined {
  if (settings.provider !== 'local') return undefined;
  try {
    return manifestOf(settings).fit;
  } catch {
    // Settings that name no model that is known; the handle says so.
    return undefined;
  }
}
