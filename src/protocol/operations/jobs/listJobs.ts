import * as z from 'zod';
import { jobStates } from '../../../core/jobs/job.ts';
import { jobRecordSchema } from '../../jobRecord.ts';
import { defineOperation } from '../../operation.ts';

export const listJobsOperation = defineOperation({
  name: 'list_jobs',
  summary: 'Work in the background, and what became of it.',
  description: 'List background jobs, newest first: how far each is, or how it ended.',
  input: z.object({
    ids: z.array(z.string().max(100)).min(1).max(50).optional().describe('only these'),
    states: z.array(z.enum(jobStates)).min(1).optional().describe('only those in one of these states'),
    limit: z.number().int().min(1).max(50).default(20),
  }),
  output: z.object({ jobs: z.array(jobRecordSchema) }),
  kind: 'query',
  toolsets: ['full'],
  cli: {
    command: 'jobs',
    summary: 'show work in the background, and cancel it',
    description: 'Show work in the background and what became of it, newest first.',
    examples: ['memory-bridge jobs', 'memory-bridge jobs cancel 4f0c9a1b2d'],
    about: 'none',
  },
});
