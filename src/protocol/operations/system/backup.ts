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
  whenOff: 'anyone',
  toolsets: [],
  cli: {
    command: 'backup',
    summary: 'back up the database, even while it is in use',
    about: 'none',
  },
});
