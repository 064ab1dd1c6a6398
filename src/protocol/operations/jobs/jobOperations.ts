import { listJobsOperation } from './listJobs.ts';
import { cancelJobOperation } from './cancelJob.ts';

export const jobOperations = [listJobsOperation, cancelJobOperation] as const;
