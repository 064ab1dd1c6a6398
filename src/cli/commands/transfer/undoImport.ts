import type { MemoryClient } from '../../../client/memoryClient.ts';
import { describeJob } from '../../../protocol/describeJob.ts';
import { describeUndoneImport } from '../../../protocol/describeUndoneImport.ts';
import { undoImportOperation } from '../../../protocol/operations/transfer/undoImport.ts';
import type { UndoImportResult } from '../../../protocol/transferResults.ts';
import { type CommandRun, commandOf } from '../../commandOf.ts';

type Verb = typeof undoImportOperation;

export const addUndoImport = commandOf<Verb, UndoImportResult>(
  undoImportOperation,
  (result, io) => {
    for (const line of describeUndoneImport(result)) io.print(line);
    io.note(io.paint.dim('What was taken back comes with the next import of it.'));
  },
  { work: undoImport },
);

async function undoImport(client: MemoryClient, run: CommandRun<Verb>): Promise<UndoImportResult> {
  const { io } = run.context;
  const [{ finishJob }, { undoImportResultSchema }] = await Promise.all([
    import('../../finishJob.ts'),
    import('../../../protocol/transferResults.ts'),
  ]);
  const { result: begun } = await client.call(undoImportOperation, run.input, run.callOptions);
  const job = await finishJob(client, begun.job, io, (news) => io.progress?.(describeJob(news)));
  return undoImportResultSchema.parse(job.result);
}
