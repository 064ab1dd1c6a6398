import type { JobRecord } from '../../protocol/jobRecord.ts';

/** A failure that nobody was told of is of no interest after so long, ms. */
const interest = 24 * 3_600_000;

/** The jobs that somebody is to be told of: each once, and not what was begun anew since. */
export function failuresToTell(
  jobs: readonly JobRecord[],
  told: ReadonlySet<string>,
  now: number,
): JobRecord[] {
  return jobs.filter(
    (job) =>
      job.state === 'failed' &&
      job.updatedAt > now - interest &&
      !told.has(job.id) &&
      !jobs.some((other) => isAfter(other, job)),
  );
}

function isAfter(other: JobRecord, job: JobRecord): boolean {
  return other.kind === job.kind && other.project === job.project && other.createdAt > job.createdAt;
}
