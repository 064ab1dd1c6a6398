import type { Job, NewJob } from '../../../src/core/jobs/job.ts';
import { isLive } from '../../../src/core/jobs/job.ts';
import type { JobOutcome, JobRepository } from '../../../src/store/ports/jobRepository.ts';
import type { Store } from '../../../src/store/ports/store.ts';
import type { UnitOfWork } from '../../../src/store/ports/unitOfWork.ts';

/** Jobs in memory, and units of work that run one after another and roll back. It can be made to refuse writes. */
export class FakeJobStore {
  readonly jobs = new Map<string, Job>();
  refusal: Error | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #count = 0;

  readonly store = {
    read: <T>(work: (unit: UnitOfWork) => Promise<T>) => this.#next(() => work(this.unit)),
    write: <T>(work: (unit: UnitOfWork) => Promise<T>) =>
      this.#next(async () => {
        if (this.refusal) throw this.refusal;
        const before = new Map(this.jobs);
        try {
          return await work(this.unit);
        } catch (error) {
          this.jobs.clear();
          for (const [id, job] of before) this.jobs.set(id, job);
          throw error;
        }
      }),
  } as unknown as Store;

  readonly unit = { jobs: this.#repository() } as unknown as UnitOfWork;

  async add(fields: Partial<NewJob> & { kind: string }): Promise<string> {
    const order = ++this.#count;
    const id = `${fields.kind}-${order}`;
    await this.unit.jobs.enqueue({ id, project: null, payload: order, createdAt: order, ...fields });
    return id;
  }

  get(id: string): Job {
    const job = this.jobs.get(id);
    if (!job) throw new Error(`There is no job ${id}.`);
    return job;
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => {});
    return result;
  }

  #repository(): JobRepository {
    const { jobs } = this;
    const change = (id: string, isMeant: (job: Job) => boolean, fields: (job: Job) => Partial<Job>) => {
      const job = jobs.get(id);
      if (job && isMeant(job)) jobs.set(id, { ...job, ...fields(job) });
    };
    const isRunning = ({ state }: Job) => state === 'running';
    const queued = (kinds: readonly string[]) =>
      [...jobs.values()].filter(({ state, kind }) => state === 'queued' && kinds.includes(kind));
    return {
      enqueue: async (job) => {
        const whole: Job = {
          ...job,
          state: 'queued',
          cursor: null,
          progress: null,
          result: null,
          attempts: 0,
          runAfter: 0,
          error: null,
          updatedAt: job.createdAt,
        };
        jobs.set(job.id, whole);
        return whole;
      },
      get: async (id) => jobs.get(id),
      findByTail: async () => [],
      list: async () => [...jobs.values()],
      take: async (kinds, now) => {
        const free = queued(kinds).filter(
          (job) =>
            job.runAfter <= now &&
            ![...jobs.values()].some(
              (other) => isRunning(other) && other.kind === job.kind && other.project === job.project,
            ),
        );
        const [oldest] = free.sort((a, b) => a.createdAt - b.createdAt);
        if (!oldest) return undefined;
        change(
          oldest.id,
          () => true,
          ({ attempts }) => ({ state: 'running', attempts: attempts + 1 }),
        );
        return jobs.get(oldest.id);
      },
      counts: async () => [],
      nextDue: async (kinds) => {
        const due = queued(kinds).map(({ runAfter }) => runAfter);
        return due.length === 0 ? undefined : Math.min(...due);
      },
      advance: async (id, cursor, progress) =>
        change(id, isRunning, (job) => ({
          cursor,
          progress,
          attempts: JSON.stringify(cursor) === JSON.stringify(job.cursor) ? job.attempts : 1,
        })),
      finish: async (id, outcome: JobOutcome) => change(id, isRunning, () => outcome),
      release: async (id) =>
        change(id, isRunning, ({ attempts }) => ({ state: 'queued', attempts: attempts - 1 })),
      cancel: async (id) => {
        const wasLive = isLive(jobs.get(id) ?? { state: 'done' });
        change(id, isLive, () => ({ state: 'cancelled' }));
        return wasLive;
      },
      requeueRunning: async () => {
        const running = [...jobs.values()].filter(isRunning);
        for (const { id } of running) change(id, isRunning, () => ({ state: 'queued' }));
        return running.length;
      },
      forgetEnded: async () => 0,
      thin: async () => 0,
    };
  }
}
