import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Job } from '../../core/jobs/job.ts';
import { afterFailure, refusedAfter, failureText } from '../../core/jobs/jobRetries.ts';
import type { Lane } from '../../core/fairLanes.ts';
import { Pause } from '../../core/pause.ts';
import type { Clock, Logger, Redactor } from '../../core/ports.ts';
import type { Store } from '../../store/ports/store.ts';
import type { JobOutcome } from '../../store/ports/jobRepository.ts';
import type { JobEnd, JobWorker, Slice } from './jobWorker.ts';
import { SliceClock, sliceMs } from './sliceClock.ts';
import { SlicePace } from './slicePace.ts';

export interface JobRunParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Why a job failed quotes what it has read. */
  readonly redactor?: Redactor | undefined;
  /** The job has got on, or has ended. */
  readonly onNews: (job: Job) => void;
  /** How many calls have come so far. Left out: slices are as short as if somebody called all the time. */
  readonly calls?: (() => number) | undefined;
}

/** Before the outcome of an attempt is written again, when the store could not take it, ms. */
const unwrittenRestMs = 5_000;

/** One attempt at one job: slice after slice, until it ends or is told to stop. */
export class JobRun {
  readonly job: Job;
  readonly #worker: JobWorker;
  readonly #parts: JobRunParts;
  readonly #stop = new AbortController();
  readonly #pause = new Pause();
  readonly #lane: Lane;
  readonly #pace: SlicePace | undefined;
  /** The server ends: what is under way is put back. */
  #isPutBack = false;
  /** Resolves when nothing of it uses the store any more. Never rejects. */
  readonly ended: Promise<void>;

  constructor(job: Job, worker: JobWorker, parts: JobRunParts) {
    this.job = job;
    this.#worker = worker;
    this.#parts = parts;
    this.#lane = { client: 'jobs', part: job.id };
    this.#pace = parts.calls && new SlicePace(parts.calls);
    this.ended = this.#run();
  }

  /** Looks whether it is still wanted: somebody may have cancelled it. */
  async look(): Promise<void> {
    const { store } = this.#parts;
    const found = await store.read((unit) => unit.jobs.get(this.job.id));
    if (found?.state !== 'running') this.#stop.abort();
  }

  /** Finishes the slice, and leaves the rest to the next owner. */
  putBack(): void {
    this.#isPutBack = true;
    this.#stop.abort();
    this.#pause.end();
  }

  async #run(): Promise<void> {
    const end = await this.#attempt();
    if (end === 'later') await this.#tryTo(() => this.#release());
    await this.#tryTo(async () => this.#worker.letGo?.(this.job, end));
    this.#parts.onNews(this.job);
  }

  async #attempt(): Promise<JobEnd | 'again'> {
    const refused = refusedAfter(this.job);
    if (refused !== undefined) return this.#settle(() => ({ state: 'failed', error: refused }));
    try {
      for (;;) {
        const slice = await this.#slice();
        if (slice === 'later' || slice === 'cancelled') return slice;
        if (slice.isDone) return 'done';
        this.#parts.onNews(this.job);
        await nextTurn();
      }
    } catch (error) {
      if (this.#isPutBack) return 'later';
      const { clock, logger, redactor } = this.#parts;
      const { id, kind } = this.job;
      logger.warn('A job could not go on.', { job: id, kind, error: String(error) });
      const said = failureText(error);
      const reason = redactor ? (await redactor.redact(said)).text : said;
      return this.#settle((now) => afterFailure(now, error, clock.now(), reason));
    }
  }

  async #slice(): Promise<Slice | 'later' | 'cancelled'> {
    const { store, clock } = this.#parts;
    const { signal } = this.#stop;
    if (this.#isPutBack) return 'later';
    const ms = this.#pace?.next() ?? sliceMs;
    const outside = new SliceClock(() => clock.monotonic(), ms);
    let ready: unknown;
    const now = this.#worker.prepare && (await store.read((unit) => unit.jobs.get(this.job.id), this.#lane));
    if (now?.state === 'running')
      try {
        ready = await this.#worker.prepare?.(now, { signal, breathe: () => outside.breathe() });
      } catch (error) {
        // What was broken off has not failed.
        if (!signal.aborted) throw error;
      }
    if (this.#isPutBack) return 'later';
    return store.write(async (unit) => {
      const job = await unit.jobs.get(this.job.id);
      if (job?.state !== 'running') return 'cancelled';
      const inside = new SliceClock(() => clock.monotonic(), ms);
      const slice = await this.#worker.slice(job, unit, () => inside.isOver, ready);
      const { cursor, progress, isDone, result = null } = slice;
      await unit.jobs.advance(job.id, cursor, progress, clock.now());
      if (isDone) await unit.jobs.finish(job.id, { state: 'done', progress, result }, clock.now());
      return slice;
    }, this.#lane);
  }

  /**
   * `outcomeOf` is told the job as it is by now: a slice that got on has counted its attempts anew. A job whose end cannot
   * be written down is one that nobody may begin again: it is tried until it can.
   */
  async #settle(outcomeOf: (job: Job) => JobOutcome): Promise<JobEnd | 'again'> {
    const { store, clock, logger } = this.#parts;
    const { id } = this.job;
    while (!this.#isPutBack)
      try {
        return await store.write(async (unit) => {
          const outcome = outcomeOf((await unit.jobs.get(id)) ?? this.job);
          await unit.jobs.finish(id, outcome, clock.now());
          return outcome.state === 'queued' ? 'again' : outcome.state;
        });
      } catch (error) {
        logger.warn('What became of a job could not be written.', { job: id, error: String(error) });
        await this.#pause.wait(unwrittenRestMs);
      }
    return 'later';
  }

  async #release(): Promise<void> {
    const { store, clock } = this.#parts;
    await store.write((unit) => unit.jobs.release(this.job.id, clock.now()));
  }

  async #tryTo(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#parts.logger.warn('A job was not left in order; the next start sees to it.', {
        job: this.job.id,
        error: String(error),
      });
    }
  }
}
