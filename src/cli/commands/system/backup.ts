import { memoriesCounted } from '../../../core/text/countOf.ts';
import type { MemoryClient } from '../../../client/memoryClient.ts';
import { describeJob } from '../../../protocol/describeJob.ts';
import type { BackupResult } from '../../../protocol/backupResult.ts';
import { backupOperation } from '../../../protocol/operations/system/backup.ts';
import type { CliIo } from '../../cliIo.ts';
import { type CommandRun, commandOf } from '../../commandOf.ts';
import { formatBytes } from '../../renderMemories.ts';

export const addBackup = commandOf(backupOperation, showBackup, { work: backUp });

async function backUp(
  client: MemoryClient,
  { input, context: { io } }: CommandRun<typeof backupOperation>,
): Promise<BackupResult> {
  const [{ finishJob }, { backupResultSchema }] = await Promise.all([
    import('../../finishJob.ts'),
    import('../../../protocol/backupResult.ts'),
  ]);
  const { result: begun } = await client.call(backupOperation, input);
  const job = await finishJob(client, begun.job, io, (news) => io.progress?.(describeJob(news)));
  return backupResultSchema.parse(job.result);
}

function showBackup({ path, bytes, memories }: BackupResult, io: CliIo): void {
  const counted = memories === undefined ? '' : `, verified: ${memoriesCounted(memories)}`;
  io.print(`${path}  ${io.paint.dim(`${formatBytes(bytes)}${counted}`)}`);
}
