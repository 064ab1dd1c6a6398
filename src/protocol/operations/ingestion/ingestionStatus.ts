import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import { ingestionStatusSchema } from '../../ingestion.ts';

export const ingestionStatusOperation = defineOperation({
  name: 'ingestion_status',
  summary: 'Which conversations are read into memory.',
  description:
    'Which conversations with agents are read into memory, from where, how far, and what went wrong.',
  input: z.object({}),
  output: ingestionStatusSchema,
  kind: 'query',
  whenOff: 'anyone',
  toolsets: ['full'],
});
