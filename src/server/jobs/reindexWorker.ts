import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { Job } from '../../core/jobs/job.ts';
import type { Clock, IdGenerator } from '../../core/ports.ts';
import type { MemoryEvent } from '../../protocol/events.ts';
import type { EmbeddingCoordinator } from '../../recall/embedding/embeddingCoordinator.ts';
import type { FillCursor } from '../../recall/embedding/builtInSpace.ts';
import type { Store } from '../../store/ports/store.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { JobContext, JobEnd, JobWorker, Slice } from './jobWorker.ts';

export const reindexKind = 'reindex';

/** Whose vectors are missing: `built-in`, or the provider of the model that was chosen. */
export const reindexPayload = z.object({ provider: z.string() });

type Embedding = Pick<
  EmbeddingCoordinator,
  'fillSlice' | 'filledBuiltIn' | 'stoppedBuiltIn' | 'hold' | 'onStep' | 'retry' | 'status'
>;

/** Progress is looked at this often, ms, when nobody says that there is some. */
const lookEveryMs = 1_000;

/**
 * Makes the vectors that are missing. Those of the built-in model are made in the slices themselves. Another model is asked
 * by its filler, in batches with commits of their own: what is missing is its queue; the job follows it.
 */
export class ReindexWorker implements JobWorker {
  readonly kind = reindexKind;
  readonly #embedding: Embedding;
  /** In which the last slice found nothing missing. */
  #filled: number | undefined;

  constructor(embedding: Embedding) {
    this.#embedding = embedding;
  }

  async prepare(job: Job, { signal }: JobContext): Promise<void> {
    if (isBuiltIn(job)) return;
    const stepped = this.#step(signal);
    // What has failed, and what somebody had stopped, begins again.
    if (job.cursor === null) this.#embedding.retry();
    await stepped;
  }

  async slice(job: Job, unit: UnitOfWork, isOver: () => boolean): Promise<Slice> {
    return isBuiltIn(job) ? this.#fill(job, unit, isOver) : this.#follow(job, unit);
  }

  async letGo(job: Job, end: JobEnd | 'again'): Promise<void> {
    if (end === 'later' || end === 'again') return;
    if (!isBuiltIn(job)) {
      if (end === 'cancelled') this.#embedding.hold();
    } else if (end === 'done') {
      if (this.#filled !== undefined) await this.#embedding.filledBuiltIn(this.#filled);
    } else
      this.#embedding.stoppedBuiltIn(
        end === 'cancelled'
          ? { why: 'cancelled' }
          : { why: 'failed', sentence: 'Vectors could not be made.' },
      );
  }

  async #fill(job: Job, unit: UnitOfWork, isOver: () => boolean): Promise<Slice> {
    const before = (job.cursor ?? undefined) as FillCursor | undefined;
    const { isDone, ...cursor } = await this.#embedding.fillSlice(unit, isOver, before);
    const { space, done, total } = cursor;
    this.#filled = isDone ? space : undefined;
    return { cursor, progress: { done, total }, isDone };
  }

  async #follow(job: Job, unit: UnitOfWork): Promise<Slice> {
    const { provider } = reindexPayload.parse(job.payload);
    const { wanted, state, message, missingKey, progress } = await this.#embedding.status(unit);
    if (wanted.provider !== provider)
      throw new MemoryBridgeError('conflict', 'Another embedding model was chosen meanwhile.');
    // Whatever else it waits for may come by itself: files that are being loaded, another process, a server.
    if (state === 'failed' || missingKey !== null)
      throw new MemoryBridgeError('unavailable', message ?? `${wanted.model} cannot be used.`);
    const isDone = state === 'ready';
    const before = job.progress ?? { done: 0, total: 0 };
    const reached = progress ?? (isDone ? { done: before.total, total: before.total } : before);
    return { cursor: { done: reached.done }, progress: reached, isDone };
  }

  /** Resolves at the next news of the model, or after a moment without any. */
  async #step(signal: AbortSignal): Promise<void> {
    const stop = new AbortController();
    const heard = this.#embedding.onStep(() => stop.abort());
    try {
      await delay(lookEveryMs, undefined, { signal: AbortSignal.any([signal, stop.signal]), ref: false });
    } catch {
      // Woken.
    } finally {
      heard.dispose();
    }
  }
}

/** Has what is missing of the built-in vectors made in the background; `emit` tells the runner. */
export async function queueBuiltInFill(
  store: Store,
  { ids, clock, emit }: { ids: IdGenerator; clock: Clock; emit: (event: MemoryEvent) => void },
): Promise<void> {
  const payload: z.output<typeof reindexPayload> = { provider: 'built-in' };
  const wish = { id: ids.next(), kind: reindexKind, project: null, payload, createdAt: clock.now() };
  const { id } = await store.write((unit) => unit.jobs.enqueue(wish));
  emit({ kind: 'jobs', ids: [id], projects: [null] });
}

const isBuiltIn = ({ payload }: Job): boolean => reindexPayload.parse(payload).provider === 'built-in';
