import { MemoryBridgeError } from '../../core/errors.ts';
import { isLive } from '../../core/jobs/job.ts';
import { describeJob } from '../../protocol/describeJob.ts';
import { cancelJobOperation } from '../../protocol/operations/jobs/cancelJob.ts';
import type { ChangeOperation } from '../operation.ts';
import { toJobRecord } from '../shared/jobRecords.ts';
import { findJob } from './findJob.ts';

/** The runner hears of it by the event, and lets go before its next slice. */
export const cancelJob: ChangeOperation<typeof cancelJobOperation> = {
  definition: cancelJobOperation,

  async run({ id }, context, unit) {
    const job = await findJob(unit, id);
    if (!isLive(job) && job.state !== 'cancelled')
      throw new MemoryBridgeError('conflict', `There is nothing to cancel. ${describeJob(toJobRecord(job))}`);
    await unit.jobs.cancel(job.id, context.now);
    context.emit({ kind: 'jobs', ids: [job.id], projects: [job.project] });
    return { job: toJobRecord({ ...job, state: 'cancelled' }) };
  },

  render: ({ job }) => describeJob(job),
};
