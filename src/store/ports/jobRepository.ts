export type JobState = 'queued' | 'running' | 'done' | 'failed';

/** Durable background work. */
export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly payload: unknown;
  readonly state: JobState;
  readonly attempts: number;
  readonly runAfter: number;
  readonly error: string | null;
  readonly createdAt: number;
}

export interface JobRepository {
  enqueue(job: Job): Promise<void>;
  /** The oldest queued job that is due, marked running. */
  take(kinds: readonly string[], now: number): Promise<Job | undefined>;
  finish(
    id: string,
    outcome:
      | { state: 'done' }
      | { state: 'failed'; error: string }
      | { state: 'queued'; runAfter: number; error: string },
  ): Promise<void>;
  /** Jobs that an owner left running when it died go back to the queue. */
  requeueRunning(): Promise<number>;
}
