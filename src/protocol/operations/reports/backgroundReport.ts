import * as z from 'zod';
import { jobStates } from '../../../core/jobs/job.ts';
import { defineOperation } from '../../operation.ts';

export const backgroundReportOperation = defineOperation({
  name: 'background_report',
  summary: 'What was done in the background.',
  description:
    'What the server did in the background in the last days: jobs by kind with how they ended and how long they took, the latest failures with their reasons, what waits for review, and how far the vectors are. Call it when recall seems to miss new memories.',
  input: z.object({ days: z.number().int().min(1).max(365).default(7) }),
  output: z.object({
    days: z.number().int(),
    jobs: z.array(
      z.object({
        kind: z.string(),
        counts: z.partialRecord(z.enum(jobStates), z.number().int()),
        /** Of those that ended, ms; null for none. */
        longestMs: z.number().nullable(),
      }),
    ),
    failures: z.array(z.object({ id: z.string(), kind: z.string(), at: z.number(), error: z.string() })),
    candidates: z.number().int(),
    embedding: z.string(),
  }),
  kind: 'query',
  toolsets: ['full'],
  cli: {
    command: 'jobs report',
    summary: 'show what was done in the background',
    options: [
      { flags: '--days <count>', help: 'days that are looked at (default: 7)', field: 'days', most: 365 },
    ],
    about: 'none',
  },
});
