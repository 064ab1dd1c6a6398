import * as z from 'zod';
import { jobStartedSchema } from '../../jobRecord.ts';
import { defineOperation } from '../../operation.ts';

export const backupOperation = defineOperation({
  name: 'backup',
  summary: 'Copy the database while it is in use.',
  description: 'Write a consistent copy of the database into the backups folder.',
  input: z.object({}),
  output: jobStartedSchema,
  kind: 'task',
  toolsets: [],
});

/** What comes of it. */
export const backupResultSchema = z.object({ path: z.string(), bytes: z.number().int() });
