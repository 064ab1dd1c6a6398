import * as z from 'zod';
import { jobStartedSchema } from '../../jobRecord.ts';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';

const days = z.number().int().min(0).max(36_500).optional();

/** For people: agents delete what they name, and nothing by its age. */
export const runRetentionOperation = defineOperation({
  name: 'run_retention',
  summary: 'Archive and delete what is old by the settings, or say what that would be.',
  description:
    'Archive blockers that were resolved long ago, delete conversations to which nothing was added for long, and remove for ' +
    'good what was deleted so long ago. Pinned memories stay. With `dry_run` it only says which.',
  input: z.object({
    project: projectField.optional(),
    all_projects: z.boolean().default(true),
    resolved_blockers_days: days,
    conversations_days: days,
    /** As of which moment memories are old, ms: that of a dry run, so that what it said is what is done. */
    as_of: z.number().int().min(0).optional(),
    dry_run: z.boolean().default(false),
  }),
  output: jobStartedSchema,
  kind: 'task',
  whenOff: 'person',
  toolsets: [],
  hints: { destructive: true },
});
