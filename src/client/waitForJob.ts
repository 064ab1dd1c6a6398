import { MemoryBridgeError } from '../core/errors.ts';
import { isLive } from '../core/jobs/job.ts';
import { Pause } from '../core/pause.ts';
import type { JobRecord } from '../protocol/jobRecord.ts';
import { listJobsOperation } from '../protocol/operations/jobs/listJobs.ts';
import type { MemoryClient } from './memoryClient.ts';

/** Looked at this often, ms, also when no event says that there is something new. */
const lookEveryMs = 1_000;

/** Waits until a job has ended, through takeovers too, and returns how. `onProgress` may throw to end the wait. */
export async function waitForJob(
  client: MemoryClient,
  id: string,
  onProgress: (job: JobRecord) => void | Promise<void> = () => {},
): Promise<JobRecord> {
  const pause = new Pause();
  const heard = client.onEvent((event) => {
    if (event.kind === 'hello' || (event.kind === 'jobs' && event.ids.includes(id))) pause.wake();
  });
  try {
    for (;;) {
      const [job] = (await client.call(listJobsOperation, { ids: [id] })).result.jobs;
      if (!job) throw new MemoryBridgeError('not_found', 'The job was forgotten. Start it again.');
      if (!isLive(job)) return job;
      await onProgress(job);
      await pause.wait(lookEveryMs);
    }
  } finally {
    heard.dispose();
    pause.end();
  }
}
