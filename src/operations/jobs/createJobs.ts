import type { jobOperations } from '../../protocol/operations/jobs/jobOperations.ts';
import type { Group } from '../operation.ts';
import { cancelJob } from './cancelJob.ts';
import { listJobs } from './listJobs.ts';

/** Work in the background, of whatever kind. */
export function createJobs(): Group<typeof jobOperations> {
  return { list_jobs: listJobs, cancel_job: cancelJob };
}
