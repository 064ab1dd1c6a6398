import * as z from 'zod';
import { backupRecordSchema, restoreViewSchema } from '../../backupRecord.ts';
import { defineOperation } from '../../operation.ts';

/** A person does it: no toolset has it, and agents are refused. */
export const restoreBackupOperation = defineOperation({
  name: 'restore_backup',
  summary: 'Put a backup in the place of the database.',
  description:
    'Put a backup in the place of the database. What is there now is kept as a backup first. With dry_run it only says what would be lost and gained.',
  input: z.object({
    /** Name of a backup, a whole path, or `latest`. To say nothing is no way to have the database replaced. */
    backup: z.string().min(1).max(4_096),
    dry_run: z.boolean().default(false),
    /** The same for a call that is sent again, whose answer was lost: then nothing new is begun. */
    request_id: z.string().min(1).max(64).optional(),
  }),
  output: z.object({
    backup: backupRecordSchema,
    /** It is not among the backups, out of which a purge takes what it removes: purged memories may come back. */
    isOutside: z.boolean(),
    memories: z.object({ now: z.number().int(), after: z.number().int() }),
    /** Memories of now that the backup has not, that only it has, and that it has with another text or state. */
    lost: z.number().int(),
    gained: z.number().int(),
    changed: z.number().int(),
    /** What was begun; null for a dry run. `list_backups` says what becomes of it. */
    restore: restoreViewSchema.nullable(),
  }),
  kind: 'control',
  whenOff: 'person',
  exact: ['backup'],
  toolsets: [],
});
