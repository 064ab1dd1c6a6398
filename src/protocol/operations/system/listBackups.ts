import * as z from 'zod';
import { backupRecordSchema, restoreViewSchema } from '../../backupRecord.ts';
import { defineOperation } from '../../operation.ts';

export const listBackupsOperation = defineOperation({
  name: 'list_backups',
  summary: 'Copies of the database, the newest first.',
  description:
    'Copies of the database with their age, size, memories and whether they were opened and found sound, and what became of the last restore.',
  input: z.object({}),
  output: z.object({ backups: z.array(backupRecordSchema), restore: restoreViewSchema.nullable() }),
  kind: 'query',
  toolsets: ['full'],
});
