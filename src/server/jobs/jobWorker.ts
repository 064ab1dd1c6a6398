import type { Job, JobProgress } from '../../core/jobs/job.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';

/** What one slice has done. It is on disk together with what the slice wrote. */
export interface Slice {
  /** Where the next one goes on, as JSON. */
  readonly cursor: unknown;
  readonly progress: JobProgress;
  readonly isDone: boolean;
  /** What came of the job, as JSON; for whoever has waited for it. */
  readonly result?: unknown;
}

/** For work outside of units. */
export interface JobContext {
  /** Aborts when the job is cancelled, and when the server ends: then nobody wants what is being waited for. */
  readonly signal: AbortSignal;
  /** To be called often in long calculations: lets others in once a slice is used up. */
  readonly breathe: () => Promise<void>;
}

/** `later`: the server ends, and the next owner goes on. */
export type JobEnd = 'done' | 'failed' | 'cancelled' | 'later';

/** Does the jobs of one kind. Whatever it keeps in memory may be gone before any slice. */
export interface JobWorker<Ready = unknown> {
  readonly kind: string;
  /**
   * Runs before a slice, outside of its unit, for what waits on files or models. Resolves within about a second, so that
   * its job shows some progress.
   */
  prepare?(job: Job, context: JobContext): Promise<Ready>;
  /**
   * In the unit of work that keeps its cursor. Ends soon after `isOver` has become true: others wait for their turn. What
   * it throws rolls the unit back; the job is tried again, or fails with this sentence.
   */
  slice(job: Job, unit: UnitOfWork, isOver: () => boolean, ready: Ready): Promise<Slice>;
  /** After the commit that ended the job, or when this attempt was given up: nothing is to be left half done. */
  letGo?(job: Job, end: JobEnd | 'again'): Promise<void>;
}
