import { MemoryBridgeError } from '../../core/errors.ts';
import type { Memory } from '../../core/memory/memory.ts';
import type { Embedder } from '../../embed/embedder.ts';
import { textsLeave } from '../../protocol/textsLeave.ts';
import type { Calibrate } from './calibrateModel.ts';
import type { EmbeddingParts } from './embeddingParts.ts';
import type { ModelSpace } from './modelSpace.ts';
import { passagesOf } from './passages.ts';
import { embedTurns } from './embedTurns.ts';
import { FillLoop, untilWoken } from './fillLoop.ts';

export interface FillLimits {
  /** Texts asked for at once. What was not stored when the process ends is asked for again. */
  readonly batch: number;
  /** Memories come in bursts; this long is waited for more of them, ms. */
  readonly gatherMs: number;
  /** After a failure; doubles with each one in a row, up to `longestRestMs`. */
  readonly restMs: number;
  readonly longestRestMs: number;
}

export const usualFillLimits: FillLimits = {
  batch: 64,
  gatherMs: 300,
  restMs: 2_000,
  longestRestMs: 300_000,
};

/** A model that refuses even this refuses everything, and no text is to blame. */
const harmless = 'memory';

/** A memory as it was when its text was read. */
interface Passages {
  readonly memory: Memory;
  readonly passages: readonly string[];
}

export interface FillerEvents {
  /** Some vectors more, or another trouble. */
  readonly onProgress: () => void;
  /** Everything has its vector that was there when it was last looked. */
  readonly onCaughtUp: () => Promise<void>;
}

/**
 * Gives every memory its vectors of one model, the newest first. What is missing is the queue, so nothing is lost when it
 * ends at any point. The model is asked outside of units of work: others use the store meanwhile.
 */
export class SpaceFiller {
  readonly #model: ModelSpace;
  readonly #parts: EmbeddingParts;
  readonly #events: FillerEvents;
  readonly #calibrate: Calibrate;
  readonly #limits: FillLimits;
  readonly #loop: FillLoop;
  /** Memories whose text the model refuses, by id with their revision. */
  readonly #refused = new Map<string, number>();
  #failures = 0;
  /** Aborts when somebody wants no more vectors for now, and with them what the model was asked. */
  #held = new AbortController();
  #trouble: string | undefined;

  constructor(
    model: ModelSpace,
    parts: EmbeddingParts,
    events: FillerEvents,
    calibrate: Calibrate,
    limits: FillLimits = usualFillLimits,
  ) {
    this.#model = model;
    this.#parts = parts;
    this.#events = events;
    this.#calibrate = calibrate;
    this.#limits = limits;
    this.#loop = new FillLoop(() => this.#round(), limits.gatherMs);
  }

  /** What went wrong last, until something goes well again. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  get refused(): number {
    return this.#refused.size;
  }

  /** Somebody wanted it to stop: nothing is made until `retry`. */
  get isHeld(): boolean {
    return this.#held.signal.aborted;
  }

  hold(): void {
    this.#held.abort();
  }

  /** Begins, or goes on at once when it rests. */
  wake(): void {
    this.#loop.wake();
  }

  /** As `wake`, after a failure too; and what was refused is tried again. */
  retry(): void {
    this.#failures = 0;
    if (this.isHeld) this.#held = new AbortController();
    this.#refused.clear();
    this.wake();
  }

  /** Memories were written. After a failure the rest goes on: they are not urgent enough to hurry a sick server. */
  memoriesChanged(): void {
    if (this.#failures === 0) this.wake();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  /** Returns how long to rest, ms. */
  async #round(): Promise<number> {
    const held = this.#held.signal;
    const signal = AbortSignal.any([this.#loop.signal, held]);
    const { embedder, space } = this.#model;
    // Whoever had it stopped may have begun anew meanwhile.
    const broken = (): number => (this.isHeld && !this.#loop.signal.aborted ? untilWoken : 0);
    try {
      if (!embedder || held.aborted) return untilWoken;
      const memories = await this.#missing();
      if (memories.length > 0) await this.#embed(embedder, memories, signal);
      if (signal.aborted) return broken();
      this.#failures = 0;
      this.#trouble = undefined;
      this.#events.onProgress();
      // Fewer than asked for are all there were, also while others go on writing.
      const isCaughtUp = memories.length < this.#limits.batch;
      if (isCaughtUp) {
        await this.#calibrateOnce(embedder);
        await this.#events.onCaughtUp();
      }
      // What was said waits until every memory has its vector.
      if (memories.length === 0) return (await this.#embedTurns(embedder, signal)) ? 0 : untilWoken;
      return isCaughtUp ? this.#limits.gatherMs : 0;
    } catch (error) {
      // A space that was thrown away meanwhile is no failure: the one that took its place is filled next.
      if (signal.aborted) return broken();
      return this.#model.space === space ? this.#fail(error) : 0;
    }
  }

  /** Until it is known what the model's cosines mean, nothing can be made of them. */
  async #calibrateOnce(embedder: Embedder): Promise<void> {
    if (this.#model.fit || this.#loop.signal.aborted) return;
    const fit = await this.#calibrate(embedder, this.#loop.signal);
    (await this.#parts.store.write((unit) => this.#model.calibrated(unit, fit)))();
  }

  async #missing(): Promise<Memory[]> {
    const { space } = this.#model;
    if (!space) return [];
    const limit = this.#limits.batch + this.#refused.size;
    const missing = await this.#parts.store.read((unit) => unit.vectors.missing(space.id, limit));
    // A text that was changed since may be welcome now.
    return missing
      .filter(({ id, revision }) => this.#refused.get(id) !== revision)
      .slice(0, this.#limits.batch);
  }

  /** True when there were some, and there may be more. Conversations stay on this computer, and so do their turns. */
  async #embedTurns(embedder: Embedder, signal: AbortSignal): Promise<boolean> {
    const { space, settings } = this.#model;
    if (!space || textsLeave(settings)) return false;
    const embed = (texts: readonly string[]) => this.#apartFrom(embedder, texts, signal);
    const { maxTokens } = embedder;
    const { batch } = this.#limits;
    return embedTurns(this.#parts.store, space.id, { embed, maxTokens, batch, signal });
  }

  /** Stores what was made after about as many texts as a batch has: of long memories that is after few. */
  async #embed(embedder: Embedder, memories: readonly Memory[], signal: AbortSignal): Promise<void> {
    const { space } = this.#model;
    const { batch } = this.#limits;
    for (let at = 0; at < memories.length;) {
      const some: Passages[] = [];
      for (let texts = 0; at < memories.length && (some.length === 0 || texts < batch); at += 1) {
        const memory = memories[at];
        if (!memory) break;
        const passages = passagesOf(memory, embedder.maxTokens);
        some.push({ memory, passages });
        texts += passages.length;
      }
      const vectors = await this.#vectorsOf(embedder, some, signal);
      if (!space || signal.aborted) return;
      const entries = some.flatMap(({ memory: { id, revision } }, index) => {
        const [vector, ...passages] = vectors[index] ?? [];
        return vector ? [{ memoryId: id, revision, vector, passages }] : [];
      });
      if (entries.length > 0) await this.#parts.store.write((unit) => unit.vectors.put(space.id, entries));
      if (at < memories.length) this.#events.onProgress();
    }
  }

  /** Those of each memory; none where its text is refused. */
  async #vectorsOf(
    embedder: Embedder,
    memories: readonly Passages[],
    signal: AbortSignal,
  ): Promise<readonly (readonly Float32Array[])[]> {
    const texts = memories.flatMap(({ passages }) => passages);
    try {
      const vectors = await embedder.embed(texts, 'document', signal);
      if (vectors.length !== texts.length)
        throw new MemoryBridgeError(
          'unavailable',
          `The model gave ${vectors.length} vectors for ${texts.length} texts. Check its server.`,
        );
      let at = 0;
      return memories.map(({ passages }) => vectors.slice(at, (at += passages.length)));
    } catch (error) {
      if (!MemoryBridgeError.is(error, 'invalid_input', 'too_large')) throw error;
      await embedder.embed([harmless], 'document', signal);
      return this.#apart(embedder, memories, signal, error);
    }
  }

  /** One text that is refused must not hold up the others. */
  async #apart(
    embedder: Embedder,
    memories: readonly Passages[],
    signal: AbortSignal,
    error: MemoryBridgeError,
  ): Promise<readonly (readonly Float32Array[])[]> {
    const [first] = memories;
    if (!first) return [];
    if (memories.length === 1) {
      const { id, revision } = first.memory;
      this.#refused.set(id, revision);
      this.#parts.logger.warn('An embedding model refuses a memory.', { memory: id, code: error.code });
      return [[]];
    }
    const middle = memories.length >> 1;
    return [
      ...(await this.#vectorsOf(embedder, memories.slice(0, middle), signal)),
      ...(await this.#vectorsOf(embedder, memories.slice(middle), signal)),
    ];
  }

  /** Those of texts; undefined for one that is refused. */
  async #apartFrom(
    embedder: Embedder,
    texts: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly (Float32Array | undefined)[]> {
    try {
      return await embedder.embed(texts, 'document', signal);
    } catch (error) {
      if (!MemoryBridgeError.is(error, 'invalid_input', 'too_large')) throw error;
      await embedder.embed([harmless], 'document', signal);
      const middle = texts.length >> 1;
      if (middle === 0) return [undefined];
      return [
        ...(await this.#apartFrom(embedder, texts.slice(0, middle), signal)),
        ...(await this.#apartFrom(embedder, texts.slice(middle), signal)),
      ];
    }
  }

  #fail(error: unknown): number {
    const { restMs, longestRestMs } = this.#limits;
    const message = error instanceof Error ? error.message : String(error);
    const wished = MemoryBridgeError.is(error) ? error.retryAfter : undefined;
    const usual = Math.min(longestRestMs, restMs * 2 ** this.#failures++);
    this.#trouble = message;
    this.#parts.logger.warn('Memories could not be embedded and will be tried again.', { error: message });
    this.#events.onProgress();
    // A random part shorter, so that several machines do not return together.
    return Math.max(wished === undefined ? 0 : wished * 1_000, usual * (0.75 + 0.25 * Math.random()));
  }
}
