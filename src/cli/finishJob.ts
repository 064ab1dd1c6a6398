import type { MemoryClient } from '../client/memoryClient.ts';
import { waitForJob } from '../client/waitForJob.ts';
import { MemoryBridgeError } from '../core/errors.ts';
import { shortId } from '../core/shortId.ts';
import { jobName } from '../protocol/describeJob.ts';
import type { JobRecord } from '../protocol/jobRecord.ts';
import type { CliIo } from './cliIo.ts';

/** What goes on without the command, said to whoever leaves it. */
export function leavingNote(id: string, isServedHere: boolean): string {
  const cancel = `memory-bridge jobs cancel ${shortId(id)}`;
  return isServedHere
    ? `No memory server is running. The job goes on with the next command or server. Cancel it: ${cancel}`
    : `The job goes on in the memory server. Cancel it: ${cancel}`;
}

/** Whether this process is the server for as long as the command takes. */
export function isServedHere({ state }: MemoryClient): boolean {
  return state.kind === 'connected' && state.health.pid === process.pid;
}

/** Waits for a job, shows how far it is, and returns it when it is done. Throws what it has failed with. */
export async function finishJob(
  client: MemoryClient,
  id: string,
  io: CliIo,
  onProgress: (job: JobRecord) => void | Promise<void>,
): Promise<JobRecord> {
  const leave = (): void => io.note(`\n${leavingNote(id, isServedHere(client))}`);
  process.once('SIGINT', leave);
  try {
    const job = await waitForJob(client, id, onProgress);
    if (job.state === 'done') return job;
    if (job.state === 'cancelled')
      throw new MemoryBridgeError(
        'conflict',
        `The job was cancelled (${jobName(job.kind)}).${whatStays(job)}`,
      );
    throw new MemoryBridgeError('unavailable', job.error ?? `The job has failed (${jobName(job.kind)}).`);
  } finally {
    process.off('SIGINT', leave);
    io.progress?.('');
  }
}

const whatStays = ({ kind, id }: JobRecord): string =>
  kind === 'import'
    ? ` What it had taken in stays. Take it back: memory-bridge undo-import ${shortId(id)}`
    : '';
