import type { DisposableLike } from '../../core/disposable.ts';
import { Emitter } from '../../core/emitter.ts';
import { mayGoOn } from './mayGoOn.ts';
import type { EmbedderSettings } from '../../protocol/embedderSettings.ts';
import type { EmbeddingStatus } from '../../protocol/embeddingStatus.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { VectorLag, VectorSpace } from '../../store/ports/vectorIndex.ts';
import type { WithoutModel } from '../../core/memory/withoutModelNote.ts';
import type { QuestionVector, SecondVector } from '../recallRequest.ts';
import { type Calibrate, calibrateModel } from './calibrateModel.ts';
import type { BuiltInSpace, FillCursor } from './builtInSpace.ts';
import { BuiltInTurns } from './builtInTurns.ts';
import type { CreateEmbedder, EmbeddingParts } from './embeddingParts.ts';
import { statusOfEmbedding, type FilledModel, type FillStop } from './statusOfEmbedding.ts';
import { ModelSpace } from './modelSpace.ts';
import type { QueryLimits } from './queryGuard.ts';
import { type FillLimits, SpaceFiller } from './spaceFiller.ts';
import { dropSpaces, modelKey, readSpaceRecords } from './spaceRecords.ts';
import { Throttle } from './throttle.ts';

export interface CoordinatorParts extends EmbeddingParts {
  readonly builtIn: BuiltInSpace;
  /** Read anew whenever they may have changed. */
  readonly settings: () => EmbedderSettings;
  /** Not called for the built-in model. */
  readonly createEmbedder: CreateEmbedder;
  /** Origin of an API that does not answer without a key, when none is known. */
  readonly missingKey: (settings: EmbedderSettings) => string | undefined;
  /** The status may be another one; at most once a second. */
  readonly onChange: () => void;
  /** Has the missing vectors of the built-in model made in the background, by calls of `fillSlice`. */
  readonly fillBuiltIn: () => Promise<void>;
  /** Finds out what the cosines of a model mean. */
  readonly calibrate?: Calibrate;
  readonly queryLimits?: QueryLimits;
  readonly fillLimits?: FillLimits;
}

/** A question by the built-in words, and by the model that answers besides them. */
export type QueryVector = QuestionVector & { readonly isBuiltIn: boolean };

interface Wanted extends FilledModel {
  readonly subscription: DisposableLike;
}

const newsEveryMs = 1_000;
/** A space that lacks more than this share of the memories, after an import perhaps, lets the built-in one answer. */
const behindFrom = 0.1;

/**
 * Decides whose vectors answer, and sees to it that the wanted model gets its own: old vectors serve until the new ones
 * are complete, and the built-in ones whenever a model cannot be used.
 */
export class EmbeddingCoordinator {
  readonly #parts: CoordinatorParts;
  readonly #news: Throttle;
  readonly #stop = new AbortController();
  readonly #turns: BuiltInTurns;
  #wanted: Wanted | undefined;
  /** What answered before and goes on until the wanted model is complete. Gets no more texts of memories. */
  #earlier: ModelSpace | undefined;
  #settings: EmbedderSettings = { provider: 'built-in' };
  /** Nothing that could be dropped has come up since the last look. */
  #isTidy = false;
  #measuredAt = -Infinity;
  #tending: Promise<void> = Promise.resolve();
  readonly #steps: Emitter<void>;
  /** Why the built-in vectors are not being made although some are missing. */
  #builtInStop: FillStop | undefined;

  constructor(parts: CoordinatorParts) {
    this.#parts = parts;
    this.#news = new Throttle(parts.onChange, newsEveryMs);
    this.#steps = new Emitter(parts.logger);
    this.#turns = new BuiltInTurns(parts.builtIn, { ...parts, onProgress: () => this.#news.call() });
  }

  /** Resolves when questions can be answered; what is missing is made in the background. */
  async start(): Promise<void> {
    const { store, builtIn } = this.#parts;
    await store.write((unit) => builtIn.look(unit));
    await this.reconfigure();
    await this.#tend(() => this.#findEarlier());
    if (builtIn.isComplete) void this.#tend(() => this.#loadBuiltIn());
    else this.#askForBuiltIn();
    this.#turns.wake();
  }

  /** The vectors of a question and where to look for them: by the built-in words, and by the model that answers. */
  async embedQuery(text: string): Promise<QueryVector | undefined> {
    const { id, embedder } = this.#parts.builtIn;
    const second = await this.#askModel(text);
    if (id === undefined) return undefined;
    const withoutModel = second ? undefined : this.#withoutModel();
    return {
      spaceId: id,
      vector: embedder.embedOne(text),
      model: embedder.model,
      words: embedder.questionWords(text),
      isBuiltIn: second === undefined,
      ...(second ? { second } : {}),
      ...(withoutModel ? { withoutModel } : {}),
    };
  }

  /** See `BuiltInSpace.instantVector`. */
  instantVector(text: string): ReturnType<BuiltInSpace['instantVector']> {
    return this.#parts.builtIn.instantVector(text);
  }

  async #askModel(text: string): Promise<SecondVector | undefined> {
    const model = this.#answering();
    if (!model?.space || !model.fit) return undefined;
    const { space, fit, guard } = model;
    const before = guard.trouble;
    const vector = await model.query(text);
    if (guard.trouble !== before) this.#news.call();
    void guard.loaded?.then(() => this.#news.call());
    return vector && { spaceId: space.id, vector, model: space.model, fit };
  }

  status(unit: ReadUnit): Promise<EmbeddingStatus> {
    return statusOfEmbedding(unit, {
      builtIn: this.#parts.builtIn,
      builtInStop: this.#builtInStop,
      wanted: this.#wanted,
      answering: this.#answering(),
      missingKey: this.#parts.missingKey(this.#settings),
    });
  }

  /** How far the wanted model is behind the memories. */
  lag(unit: ReadUnit): Promise<VectorLag> {
    return unit.vectors.lag(this.#wanted ? this.#wanted.model.space?.id : this.#parts.builtIn.id);
  }

  /** The settings may have changed. Resolves when they are acted on; what takes long goes on in the background. */
  reconfigure(): Promise<void> {
    return this.#tend(() => {
      const settings = this.#parts.settings();
      if (JSON.stringify(settings) === JSON.stringify(this.#settings)) return;
      this.#settings = settings;
      this.#choose(settings);
    });
  }

  /** Memories were written by a unit of work that has been committed. */
  memoriesChanged(): void {
    this.#turns.wake();
    this.#wanted?.filler.memoriesChanged();
  }

  /** Something that was missing may be there now, e.g. a key: what failed or waits is tried again at once. */
  retry(): void {
    for (const model of [this.#wanted?.model, this.#earlier]) {
      model?.guard.reset();
      if (model?.handle.state.kind !== 'ready') model?.handle.retry();
    }
    this.#wanted?.filler.retry();
    if (this.#builtInStop?.why !== 'cancelled') this.#askForBuiltIn();
    void this.#tend(() => {});
  }

  /**
   * Throws away the vectors of the built-in or of the wanted model. What it returns is to be called once that is on disk;
   * `retry` then makes them anew.
   */
  async restart(unit: UnitOfWork, which: 'built-in' | 'wanted'): Promise<() => void> {
    const model = this.#wanted?.model;
    if (which === 'wanted' && model) return model.restart(unit);
    const restarted = await this.#parts.builtIn.restart(unit);
    return () => {
      this.#builtInStop = undefined;
      restarted();
    };
  }

  /** Makes some of the missing built-in vectors, until `isOver`; goes on behind `before`. */
  fillSlice(
    unit: UnitOfWork,
    isOver: () => boolean,
    before?: FillCursor,
  ): ReturnType<BuiltInSpace['fillSlice']> {
    this.#builtInStop = undefined;
    return this.#parts.builtIn.fillSlice(unit, isOver, before);
  }

  /** The slices that came last are on disk. `space` is the one in which nothing is missing any more. */
  async filledBuiltIn(space: number): Promise<void> {
    this.#parts.builtIn.filled(space);
    this.#turns.wake();
    await this.#tend(async () => {
      this.#isTidy = false;
      await this.#loadBuiltIn();
    });
  }

  /** No more of the built-in vectors are made for now. */
  stoppedBuiltIn(stop: FillStop): void {
    this.#builtInStop = stop;
    this.#news.call();
  }

  /** No more vectors of the wanted model are made until `retry`. */
  hold(): void {
    this.#wanted?.filler.hold();
    this.#news.call();
  }

  /** Called when the wanted model may have got on, or have got stuck. */
  onStep(listener: () => void): DisposableLike {
    return this.#steps.on(listener);
  }

  /** Starts nothing more and breaks off what waits for others. For the beginning of a drain. */
  pause(): void {
    this.#stop.abort();
    void this.#turns.stop();
    void this.#wanted?.filler.stop();
  }

  /** As `pause`; resolves when nothing uses the store any more. */
  async stop(): Promise<void> {
    this.pause();
    this.#news.dispose();
    await Promise.all([this.#wanted?.filler.stop(), this.#turns.stop(), this.#tending]);
    this.#letGo(this.#wanted);
    this.#earlier?.dispose();
  }

  #answering(): ModelSpace | undefined {
    return [this.#wanted?.model, this.#earlier].find((model) => model?.answers && !model.guard.isResting);
  }

  /** The model that would have answered, had it been asked or answered in time. */
  #withoutModel(): WithoutModel | undefined {
    const { model } = this.#wanted ?? {};
    if (!model?.space || !model.isComplete || model.isBehind) return undefined;
    const { trouble } = model.guard;
    if (trouble) return { model: model.space.model, why: trouble.kind };
    return model.embedder ? undefined : { model: model.space.model, why: 'failed' };
  }

  /** One step after another: each decides by what the one before has left. */
  #tend(step: () => void | Promise<void>): Promise<void> {
    const before = this.#tending;
    this.#tending = this.#after(before, step);
    return this.#tending;
  }

  async #after(before: Promise<void>, step: () => void | Promise<void>): Promise<void> {
    await before;
    if (this.#stop.signal.aborted) return;
    try {
      await step();
      await this.#openSpaces();
      await this.#dropAbandoned();
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#parts.logger.warn('The search vectors could not be looked after.', { error: String(error) });
    }
    this.#news.call();
    this.#steps.emit();
  }

  #choose(settings: EmbedderSettings): void {
    const before = this.#wanted;
    this.#wanted = undefined;
    this.#isTidy = false;
    const key = modelKey(settings);
    if (before?.model.isComplete && before.model.key !== key) {
      this.#setEarlier(before.model);
      before.subscription.dispose();
      void before.filler.stop();
    } else this.#letGo(before);
    // What leaves this computer ends with the choice of a model that stays on it.
    const goesOn = this.#earlier && this.#earlier.key !== key && mayGoOn(this.#earlier.settings, settings);
    if (!goesOn) this.#setEarlier(undefined);
    if (settings.provider === 'built-in') return;
    this.#wanted = this.#follow(this.#create(settings));
  }

  /** After a start in the middle of a change: the model that answered before it. */
  async #findEarlier(): Promise<void> {
    const { store, clock } = this.#parts;
    const { provider } = this.#settings;
    if (provider === 'built-in') return;
    const records = await store.read((unit) => readSpaceRecords(unit, clock.now()));
    const complete = records.filter(({ completedAt }) => completedAt !== null);
    const key = modelKey(this.#settings);
    if (complete.some(({ settings }) => modelKey(settings) === key)) return;
    const [latest] = complete
      .filter(({ settings }) => mayGoOn(settings, this.#settings))
      .sort((a, b) => (b.completedAt ?? 0) - (a.completedAt ?? 0));
    if (!latest) return;
    const model = this.#create(latest.settings);
    this.#setEarlier(model);
    model.handle.onState(() => void this.#tend(() => {}));
  }

  #create(settings: EmbedderSettings): ModelSpace {
    const { createEmbedder, clock, queryLimits } = this.#parts;
    return new ModelSpace(settings, createEmbedder(settings), clock, queryLimits);
  }

  #follow(model: ModelSpace): Wanted {
    const filler = new SpaceFiller(
      model,
      this.#parts,
      {
        onProgress: () => void this.#noteProgress(model),
        onCaughtUp: () => this.#tend(() => this.#finish(model)),
      },
      this.#parts.calibrate ?? calibrateModel,
      this.#parts.fillLimits,
    );
    const subscription = model.handle.onState(({ kind }) => {
      void this.#tend(() => {
        if (kind === 'ready') filler.wake();
      });
    });
    return { model, filler, subscription };
  }

  /** A model that has become usable gets its space, and its vectors. */
  async #openSpaces(): Promise<void> {
    const { store } = this.#parts;
    for (const model of [this.#wanted?.model, this.#earlier]) {
      if (!model?.handle.embedder || model.embedder) continue;
      (await store.write((unit) => model.open(unit)))();
      this.#isTidy = false;
      if (model.isComplete && model.space) await store.loadVectors(model.space.id);
      if (model === this.#wanted?.model) this.#wanted.filler.wake();
    }
  }

  async #finish(model: ModelSpace): Promise<void> {
    model.isBehind = false;
    if (model.isComplete || !model.space || model !== this.#wanted?.model) return;
    const { store } = this.#parts;
    await store.loadVectors(model.space.id);
    (await store.write((unit) => model.complete(unit)))();
    this.#isTidy = false;
  }

  async #noteProgress(model: ModelSpace): Promise<void> {
    this.#news.call();
    this.#steps.emit();
    const { store, clock } = this.#parts;
    const { space } = model;
    if (!model.isComplete || !space || clock.monotonic() < this.#measuredAt + newsEveryMs) return;
    this.#measuredAt = clock.monotonic();
    try {
      const { embedded, total } = await store.read((unit) => unit.vectors.progress(space.id));
      model.isBehind = embedded < total * (1 - behindFrom);
    } catch {
      // The space or the store is going away; whoever ends it says why.
    }
  }

  /** Spaces that nobody needs any more, once what takes their place is complete. */
  async #dropAbandoned(): Promise<void> {
    const { store, clock, builtIn } = this.#parts;
    const isDone =
      this.#settings.provider === 'built-in' ? builtIn.isComplete : this.#wanted?.model.isComplete === true;
    if (this.#isTidy || !(isDone || builtIn.isComplete)) return;
    if (isDone) this.#setEarlier(undefined);
    const kept = new Set([builtIn.id, this.#wanted?.model.space?.id, this.#earlier?.space?.id]);
    const isOver = ({ id, provider }: VectorSpace) =>
      !kept.has(id) && (provider === builtIn.embedder.provider ? builtIn.isComplete : isDone);
    await dropSpaces(store, clock, isOver);
    this.#isTidy = isDone && builtIn.isComplete;
  }

  /** The index for the first question. */
  async #loadBuiltIn(): Promise<void> {
    const { builtIn, store } = this.#parts;
    if (builtIn.id !== undefined) await store.loadVectors(builtIn.id);
  }

  #askForBuiltIn(): void {
    const { builtIn, fillBuiltIn, logger } = this.#parts;
    if (this.#stop.signal.aborted || builtIn.isComplete) return;
    fillBuiltIn().catch((error: unknown) =>
      logger.warn('The built-in search vectors are not being made.', { error: String(error) }),
    );
  }

  #setEarlier(model: ModelSpace | undefined): void {
    if (this.#earlier !== model) this.#earlier?.dispose();
    this.#earlier = model;
  }

  #letGo(wanted: Wanted | undefined): void {
    wanted?.subscription.dispose();
    void wanted?.filler.stop();
    wanted?.model.dispose();
  }
}
