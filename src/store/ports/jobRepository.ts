import type { Job, JobProgress, JobState, NewJob } from '../../core/jobs/job.ts';

export interface JobFilter {
  readonly ids?: readonly string[];
  readonly kinds?: readonly string[];
  readonly states?: readonly JobState[];
  readonly limit?: number;
}

/** How an attempt at a job has ended. */
export type JobOutcome =
  | { readonly state: 'done'; readonly progress: JobProgress; readonly result: unknown }
  | { readonly state: 'failed'; readonly error: string }
  /** To be tried again. */
  | { readonly state: 'queued'; readonly runAfter: number; readonly error: string };

/** The durable queue. What takes `now` is told the wall clock, ms. */
export interface JobReader {
  get(id: string): Promise<Job | undefined>;
  /** Ids that end in these hex digits. */
  findByTail(tail: string): Promise<string[]>;
  /** The newest first. */
  list(filter: JobFilter): Promise<Job[]>;
  /** How many there are of each kind and state; those that have none are left out. */
  counts(): Promise<{ kind: string; state: JobState; count: number }[]>;
  /** When the next queued job is due, e.g. in the past when it waits for another; undefined when none is queued. */
  nextDue(kinds: readonly string[]): Promise<number | undefined>;
}

export interface JobRepository extends JobReader {
  /** Returns the live job of the same kind, project and payload when there is one; else the new one, queued. */
  enqueue(job: NewJob): Promise<Job>;
  /** The oldest queued job that is due and of whose kind and project none is running, marked running: one attempt more. */
  take(kinds: readonly string[], now: number): Promise<Job | undefined>;
  /** Of a running job. A cursor that has moved makes its attempts count from the beginning. */
  advance(id: string, cursor: unknown, progress: JobProgress, now: number): Promise<void>;
  /** Only of a running job, so that one that was cancelled stays so. */
  finish(id: string, outcome: JobOutcome, now: number): Promise<void>;
  /** Puts a running job back that is to go on later, as if it had not been taken. */
  release(id: string, now: number): Promise<void>;
  /** Of a live job; returns whether it was one. A running one hears of it before its next slice. */
  cancel(id: string, now: number): Promise<boolean>;
  /** Jobs that an owner left running when it died go back to the queue. Returns how many. */
  requeueRunning(): Promise<number>;
  /** Forgets ended jobs of a kind but the latest so many. Returns how many. */
  forgetEnded(kind: string, latest: number): Promise<number>;
  /** Forgets ended jobs from before, and all but the latest. Returns how many. */
  thin(before: number, latest: number): Promise<number>;
}
