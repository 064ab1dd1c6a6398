import type { MemoryClient } from '../../../client/memoryClient.ts';
import { memoriesCounted, saidOf } from '../../../core/text/countOf.ts';
import { describeJob } from '../../../protocol/describeJob.ts';
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

/** What was taken back and what was not, for people: one line for each thing that there is to say. */
export function describeUndoneImport({ undone, kept }: UndoImportResult): string[] {
  return [
    `Took back ${memoriesCounted(undone)}.`,
    ...(kept === 0
      ? []
      : [
          saidOf(
            kept,
            'was changed or removed since, and stays as it is.',
            'were changed or removed since, and stay as they are.',
          ),
        ]),
  ];
}

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
