import * as z from 'zod';
import type { Clock } from '../../core/ports.ts';
import type { Job } from '../../core/jobs/job.ts';
import type { ConversationFeed } from '../../intake/feeds/conversationFeeds.ts';
import type { MemoryEvent } from '../../protocol/events.ts';
import {
  ingestKind,
  ingestPayloadSchema,
  type IngestResult,
  ingestResultSchema,
} from '../../protocol/ingestion.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import { IngestRun, type IngestRunParts } from './ingestRun.ts';
import type { JobContext, JobWorker, Slice } from './jobWorker.ts';

export interface IngestWorkerParts extends IngestRunParts {
  readonly feeds: readonly ConversationFeed[];
  readonly clock: Clock;
  readonly emit: (event: MemoryEvent) => void;
}

const cursorSchema = z.object({ result: ingestResultSchema });
const nothing: IngestResult = { sources: 0, conversations: 0, turns: 0, candidates: 0, faults: [] };

/**
 * Reads conversations of agents into memory. Its slices keep a few turns each, and the last one of a batch the place at
 * which its source is read on: what is lost is read again, and what was kept is not kept twice.
 */
export class IngestWorker implements JobWorker<IngestRun | undefined> {
  readonly kind = ingestKind;
  readonly #parts: IngestWorkerParts;
  readonly #runs = new Map<string, IngestRun>();
  /** Told once what they are about is on disk. */
  readonly #events: MemoryEvent[] = [];

  constructor(parts: IngestWorkerParts) {
    this.#parts = parts;
  }

  async prepare(job: Job, context: JobContext): Promise<IngestRun> {
    this.#tell();
    const { feed } = ingestPayloadSchema.parse(job.payload);
    const known = this.#runs.get(job.id);
    const run =
      known ??
      new IngestRun(
        this.#parts,
        this.#parts.feeds.filter((each) => feed === null || each.feed.name === feed),
      );
    this.#runs.set(job.id, run);
    await run.read(context);
    return run;
  }

  async slice(job: Job, unit: UnitOfWork, isOver: () => boolean, run: IngestRun | undefined): Promise<Slice> {
    const before = cursorSchema.safeParse(job.cursor).data?.result ?? nothing;
    // Whoever is told to stop has read nothing.
    if (!run) return sliceOf(before, false);
    let result = { ...before, sources: run.sources, faults: [...run.faults] };
    const { batch } = run;
    if (batch) {
      do {
        const portion = batch.portions.shift();
        if (!portion) break;
        const kept = await this.#parts.intake.keep(portion.conversation, portion.turns, unit, (event) =>
          this.#events.push(event),
        );
        result = {
          ...result,
          conversations: result.conversations + (kept.isNew ? 1 : 0),
          turns: result.turns + kept.turns,
          candidates: result.candidates + kept.candidates,
        };
      } while (!isOver());
      if (batch.portions.length === 0) {
        const { feed, source, cursor } = batch;
        await unit.feeds.set({ feed, source, cursor, readAt: this.#parts.clock.now() });
        run.batch = undefined;
      }
    }
    return sliceOf(result, run.isOver);
  }

  async letGo(job: Job): Promise<void> {
    this.#tell();
    const run = this.#runs.get(job.id);
    this.#runs.delete(job.id);
    await run?.end();
  }

  #tell(): void {
    for (const event of this.#events.splice(0)) this.#parts.emit(event);
  }
}

function sliceOf(result: IngestResult, isDone: boolean): Slice {
  return {
    cursor: { result },
    // How much there is nobody knows before it was read.
    progress: { done: result.turns, total: isDone ? result.turns : 0 },
    isDone,
    ...(isDone ? { result } : {}),
  };
}
