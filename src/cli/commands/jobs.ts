import type { Command } from 'commander';
import { ageLabel } from '../../core/text/ageLabel.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { shortId } from '../../core/shortId.ts';
import { describeJob, jobName, jobStanding } from '../../protocol/describeJob.ts';
import type { JobRecord } from '../../protocol/jobRecord.ts';
import { type CliContext, globalOptionsOf } from '../cliContext.ts';
import type { Paint } from '../cliIo.ts';
import { plain } from '../renderMemories.ts';
import { withMemory } from '../withMemory.ts';

/** What a person says to begin a job of a kind again. */
const commands: Readonly<Record<string, string>> = {
  reindex: 'memory-bridge reindex',
  backup: 'memory-bridge backup',
};

/** `memory-bridge jobs`: work in the background. */
export function addJobCommands(program: Command, { io }: CliContext): void {
  const jobs = program
    .command('jobs')
    .summary('show work in the background, and cancel it')
    .description('Show work in the background and what became of it, newest first.')
    .addHelpText('after', '\nExamples:\n  $ memory-bridge jobs\n  $ memory-bridge jobs cancel 4f0c9a1b2d')
    .action(async (_options: object, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const { listJobsOperation } = await import('../../protocol/operations/jobs/listJobs.ts');
      const { result } = await withMemory(globals, io, (client) => client.call(listJobsOperation, {}));
      if (globals.json) return io.print(JSON.stringify(result, undefined, 2));
      if (result.jobs.length === 0) return io.note('There are no jobs.');
      io.print(renderJobs(result.jobs, Date.now(), io.paint));
      const failed = result.jobs.find(({ state, kind }) => state === 'failed' && commands[kind]);
      if (failed) io.note(io.paint.dim(`Try it again: ${commands[failed.kind]}`));
    });
  jobs
    .command('cancel')
    .summary('end a job; what it has done stays')
    .argument('<id>', 'short or long id')
    .action(async (id: string, _options: object, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const { cancelJobOperation } = await import('../../protocol/operations/jobs/cancelJob.ts');
      const { result } = await withMemory(globals, io, (client) => client.call(cancelJobOperation, { id }));
      if (globals.json) return io.print(JSON.stringify(result.job, undefined, 2));
      io.print(describeJob(result.job));
    });
}

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
