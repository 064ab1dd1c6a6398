import path from 'node:path';
import type { MemoryClient } from '../../../client/memoryClient.ts';
import { shortId } from '../../../core/shortId.ts';
import { jobName } from '../../../protocol/describeJob.ts';
import type { JobRecord } from '../../../protocol/jobRecord.ts';
import { importMemoriesOperation } from '../../../protocol/operations/transfer/importMemories.ts';
import type { ImportResult } from '../../../protocol/transferResults.ts';
import type { CliIo } from '../../cliIo.ts';
import { type CommandRun, commandOf } from '../../commandOf.ts';
import { describeImport, fieldLines } from './describeImport.ts';

type Verb = typeof importMemoriesOperation;
type Run = CommandRun<Verb>;

export const addImport = commandOf(importMemoriesOperation, showImport, {
  // The server works elsewhere: a file is named in full.
  complete: async ({ input, context: { io } }: Run) => ({ ...input, path: path.resolve(io.cwd, input.path) }),
  work: importFrom,
  mayBegin: true,
});

async function importFrom(client: MemoryClient, run: Run): Promise<ImportResult> {
  const { io } = run.context;
  const [{ finishJob }, { importResultSchema }] = await Promise.all([
    import('../../finishJob.ts'),
    import('../../../protocol/transferResults.ts'),
  ]);
  const { result: begun } = await client.call(importMemoriesOperation, run.input, run.callOptions);
  const job = await finishJob(client, begun.job, io, (news) => io.progress?.(progressOf(news)));
  return importResultSchema.parse(job.result);
}

function progressOf({ kind, progress }: JobRecord): string {
  if (!progress || progress.done === 0) return `${jobName(kind)}: reading`;
  const of = progress.total > progress.done ? ` of ${progress.total}` : '';
  return `${jobName(kind)}: ${progress.done}${of}`;
}

function showImport(result: ImportResult, io: CliIo, { options }: Run): void {
  for (const line of describeImport(result)) io.print(line);
  if (options['fields'] === true) for (const line of fieldLines(result)) io.print(line);
  const { added = 0, updated = 0, revived = 0 } = result.report.fates;
  if (!result.isDryRun && added + updated + revived > 0)
    io.note(io.paint.dim(`Undo it: memory-bridge undo-import ${shortId(result.changeId)}`));
}
