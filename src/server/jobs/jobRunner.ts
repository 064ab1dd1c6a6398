import type { Job } from '../../core/jobs/job.ts';
import type { Clock, Logger, Redactor } from '../../core/ports.ts';
import type { MemoryEvent } from '../../protocol/events.ts';
import type { Store } from '../../store/ports/store.ts';
import { JobNews } from './jobNews.ts';
import { JobRun } from './jobRun.ts';
import type { JobWorker } from './jobWorker.ts';

export interface JobRunnerParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Cleans why a job failed before it is written down. */
  readonly redactor?: Redactor | undefined;
  readonly emit: (event: MemoryEvent) => void;
  /** See `JobRunParts`. */
  readonly calls?: (() => number) | undefined;
}

/** Jobs at work at a time: one that waits on a model must not hold up a backup. */
const mostAtOnce = 4;
/** The longest rest before the queue is looked at again, ms: wall clocks may jump back. */
const longestRest = 60_000;
/** After the store could not be asked, ms. */
const troubleRest = 5_000;

/**
 * Takes jobs from the durable queue, the oldest first, and has them worked on in slices that take turns with everything
 * else. What is under way when this process ends, in whatever way, the next owner goes on with.
 */
export class JobRunner {
  readonly #parts: JobRunnerParts;
  #workers: ReadonlyMap<string, JobWorker> = new Map();
  readonly #news: JobNews;
  readonly #runs = new Map<string, JobRun>();
  #looking: Promise<void> | undefined;
  #isAsked = false;
  #isStarted = false;
  #isOver = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: JobRunnerParts) {
    this.#parts = parts;
    this.#news = new JobNews(parts.emit);
  }

  /** Goes on with what the last owner left, of the kinds that there is a worker for. */
  async start(workers: readonly JobWorker[]): Promise<void> {
    this.#workers = new Map(workers.map((worker) => [worker.kind, worker]));
    await this.#parts.store.write((unit) => unit.jobs.requeueRunning());
    this.#isStarted = true;
    this.wake();
  }

  /** There may be something to take. */
  wake(): void {
    if (this.#isOver || !this.#isStarted) return;
    this.#isAsked = true;
    this.#looking ??= this.#lookAround();
  }

  /** Somebody else has said something of jobs: one may be there, or may not be wanted any more. */
  hear(event: MemoryEvent): void {
    if (event.kind !== 'jobs' || this.#news.isTelling) return;
    this.wake();
    for (const id of event.ids)
      (this.#runs.get(id)?.look() ?? this.#letGoCancelled(id)).catch((error: unknown) =>
        this.#warn('A job could not be looked up.', error),
      );
  }

  /** One that waited for its next try has no run that would tell its worker. */
  async #letGoCancelled(id: string): Promise<void> {
    const job = await this.#parts.store.read((unit) => unit.jobs.get(id));
    if (job?.state !== 'cancelled' || this.#runs.has(id)) return;
    await this.#workers.get(job.kind)?.letGo?.(job, 'cancelled');
  }

  /** Begins no more slices. For the beginning of a drain. */
  pause(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    for (const run of this.#runs.values()) run.putBack();
  }

  /** As `pause`; resolves when nothing uses the store any more, and what was under way is back in the queue. */
  async stop(): Promise<void> {
    this.pause();
    await this.#looking;
    await Promise.all([...this.#runs.values()].map(({ ended }) => ended));
    this.#news.dispose();
  }

  async #lookAround(): Promise<void> {
    while (this.#isAsked && !this.#isOver) {
      this.#isAsked = false;
      clearTimeout(this.#timer);
      try {
        await this.#takeAll();
      } catch (error) {
        this.#warn('The queue of jobs could not be looked at.', error);
        this.#wakeIn(troubleRest);
      }
    }
    this.#looking = undefined;
  }

  async #takeAll(): Promise<void> {
    const { store, clock } = this.#parts;
    const kinds = [...this.#workers.keys()];
    const due = await store.read((unit) => unit.jobs.nextDue(kinds));
    if (due === undefined) return;
    const asked = clock.now();
    while (this.#runs.size < mostAtOnce && !this.#isOver) {
      const job = await store.write((unit) => unit.jobs.take(kinds, asked));
      if (!job) break;
      this.#begin(job);
    }
    const next = await store.read((unit) => unit.jobs.nextDue(kinds));
    // What was due when it was asked for waits for one that is at work, whose end wakes us.
    if (next !== undefined && next > asked)
      this.#wakeIn(Math.min(longestRest, Math.max(0, next - clock.now())));
  }

  #begin(job: Job): void {
    const worker = this.#workers.get(job.kind);
    if (!worker) return;
    const { store, clock, logger, redactor, calls } = this.#parts;
    const run = new JobRun(job, worker, {
      store,
      clock,
      logger,
      redactor,
      onNews: (news) => this.#news.note(news),
      calls,
    });
    this.#runs.set(job.id, run);
    this.#news.note(job);
    if (this.#isOver) run.putBack();
    void this.#await(run);
  }

  async #await(run: JobRun): Promise<void> {
    await run.ended;
    this.#runs.delete(run.job.id);
    this.wake();
  }

  #wakeIn(milliseconds: number): void {
    if (this.#isOver) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), milliseconds);
    this.#timer.unref();
  }

  #warn(message: string, error: unknown): void {
    this.#parts.logger.warn(message, { error: String(error) });
  }
}
