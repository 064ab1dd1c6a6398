/**
 * A job waits, is worked on in slices, and ends in one of three ways. One that is `queued` may have been at work before:
 * it goes on behind what it has done.
 */
export const jobStates = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type JobState = (typeof jobStates)[number];

export const liveStates = ['queued', 'running'] as const satisfies readonly JobState[];

/** In whatever the job counts, e.g. memories. */
export interface JobProgress {
  readonly done: number;
  readonly total: number;
}

/** Durable work in the background. Times are of the wall clock, ms. */
export interface Job {
  readonly id: string;
  /** Whose work it is: there is one worker for each kind. */
  readonly kind: string;
  /** Canonical id of a project; null for work that is about no single one. */
  readonly project: string | null;
  /** What was asked for, as JSON. */
  readonly payload: unknown;
  readonly state: JobState;
  /** What its worker needs to go on, as JSON; null before the first slice. */
  readonly cursor: unknown;
  readonly progress: JobProgress | null;
  /** What came of it, as JSON; null until it is done. */
  readonly result: unknown;
  /** Times it was taken since its cursor last moved. */
  readonly attempts: number;
  /** Not taken before. */
  readonly runAfter: number;
  /** Why the last attempt failed, in a sentence. */
  readonly error: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What whoever starts a job says of it. */
export type NewJob = Pick<Job, 'id' | 'kind' | 'project' | 'payload' | 'createdAt'>;

export function isLive({ state }: Pick<Job, 'state'>): boolean {
  return state === 'queued' || state === 'running';
}
