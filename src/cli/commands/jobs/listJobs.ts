import { shortId } from '../../../core/shortId.ts';
import { ageLabel } from '../../../core/text/ageLabel.ts';
import { oneLine } from '../../../core/text/oneLine.ts';
import { jobName, jobStanding } from '../../../protocol/describeJob.ts';
import type { JobRecord } from '../../../protocol/jobRecord.ts';
import { operationDefinitions } from '../../../protocol/operations/registry.ts';
import { listJobsOperation } from '../../../protocol/operations/jobs/listJobs.ts';
import type { Paint } from '../../cliIo.ts';
import { commandOf } from '../../commandOf.ts';
import { plain } from '../../renderMemories.ts';

/** What a person says to begin a job of a kind again: a kind has the name of the verb that queues it. */
const commandOfKind = (kind: string): string | undefined =>
  operationDefinitions.find((each) => each.kind === 'task' && each.name === kind)?.cli?.command;

export const addJobs = commandOf(listJobsOperation, ({ jobs }, io) => {
  if (jobs.length === 0) return io.note('There are no jobs.');
  io.print(renderJobs(jobs, Date.now(), io.paint));
  const again = jobs
    .filter(({ state }) => state === 'failed')
    .map(({ kind }) => commandOfKind(kind))
    .find((command) => command !== undefined);
  if (again) io.note(io.paint.dim(`Try it again: memory-bridge ${again}`));
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
