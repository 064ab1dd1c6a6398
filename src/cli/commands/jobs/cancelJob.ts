import { describeJob } from '../../../protocol/describeJob.ts';
import { cancelJobOperation } from '../../../protocol/operations/jobs/cancelJob.ts';
import { commandOf } from '../../commandOf.ts';

export const addCancelJob = commandOf(cancelJobOperation, ({ job }, io) => io.print(describeJob(job)), {
  json: ({ job }) => job,
});
