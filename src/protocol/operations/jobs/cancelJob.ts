import * as z from 'zod';
import { jobRecordSchema } from '../../jobRecord.ts';
import { defineOperation } from '../../operation.ts';

export const cancelJobOperation = defineOperation({
  name: 'cancel_job',
  summary: 'End a job in the background; what it has done stays.',
  description: 'Cancel a background job that waits or is at work. What it has done stays.',
  input: z.object({ id: z.string().max(100).describe('id of the job, as list_jobs shows it') }),
  output: z.object({ job: jobRecordSchema }),
  kind: 'change',
  whenOff: 'person',
  toolsets: ['full'],
  exact: ['id'],
  cli: {
    command: 'jobs cancel',
    summary: 'end a job; what it has done stays',
    argument: { syntax: '<id>', help: 'short or long id', field: 'id' },
    about: 'none',
  },
});
