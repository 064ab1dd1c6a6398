import { isLive, type Job } from '../../core/jobs/job.ts';
import type * as z from 'zod';
import { shortId } from '../../core/shortId.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import type { JobRecord, jobStartedSchema } from '../../protocol/jobRecord.ts';

/** The text of a task's answer. */
export const sayStarted =
  (name: string) =>
  ({ job, state }: z.output<typeof jobStartedSchema>): string =>
    `${name} ${state === 'running' ? 'is under way' : 'begins'} as job [${shortId(job)}]. list_jobs shows how far it is.`;

/** A job as clients see it: not what it was asked, nor where it goes on. */
export function toJobRecord({ id, kind, project, state, progress, ...rest }: Job): JobRecord {
  const { error, result, createdAt, updatedAt } = rest;
  const isObject = typeof result === 'object' && result !== null;
  return {
    id,
    kind,
    project,
    state,
    progress: progress && { ...progress },
    error,
    result: isObject ? { ...result } : null,
    createdAt,
    updatedAt,
  };
}

/** A failure is of no interest after so long, ms. */
const failureLife = 24 * 3_600_000;
const latest = 50;

/** Live jobs, and what failed of late and was not done since. */
export async function jobsOfStatus(unit: ReadUnit, now: number): Promise<JobRecord[]> {
  const jobs = await unit.jobs.list({ limit: latest });
  const isMendedBy = (failed: Job) => (other: Job) =>
    other.kind === failed.kind && other.project === failed.project && other.updatedAt > failed.updatedAt;
  const isNews = (job: Job) =>
    isLive(job) ||
    (job.state === 'failed' && job.updatedAt > now - failureLife && !jobs.some(isMendedBy(job)));
  return jobs.filter(isNews).map(toJobRecord);
}
