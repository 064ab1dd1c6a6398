import { shortId } from '../../../core/shortId.ts';
import { ageLabel } from '../../../core/text/ageLabel.ts';
import { oneLine } from '../../../core/text/oneLine.ts';
import { jobName, jobStanding } from '../../../protocol/describeJob.ts';
import type { JobRecord } from '../../../protocol/jobRecord.ts';
import { listJobsOperation } from '../../../protocol/operations/jobs/listJobs.ts';
import type { Paint } from '../../cliIo.ts';
import { commandOf } from '../../commandOf.ts';
import { plain } from '../../renderMemories.ts';

/** What a person says to begin a job of a kind again. */
const commands: Readonly<Record<string, string>> = {
  reindex: 'memory-bridge reindex',
  backup: 'memory-bridge backup',
};

export const addJobs = commandOf(listJobsOperation, ({ jobs }, io) => {
  if (jobs.length === 0) return io.note('There are no jobs.');
  io.print(renderJobs(jobs, Date.now(), io.paint));
  const failed = jobs.find(({ state, kind }) => state === 'failed' && commands[kind]);
  if (failed) io.note(io.paint.dim(`Try it again: ${commands[failed.kind]}`));
});

function renderJobs(jobs: readonly JobRecord[], now: number, paint: Paint): string {
  const width = Math.max(...jobs.map(({ kind }) => jobName(kind).length));
  return jobs
    .map((job) => {
      const name = oneLine(plain(jobName(job.kind))).padEnd(width);
      const age = paint.dim(ageLabel(job.createdAt, now).padStart(4));
      return `${paint.cyan(shortId(job.id))}  ${age}  ${name}  ${oneLine(plain(jobStanding(job)))}`;
    })
    .join('\n');
}
