import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import { upkeepRecordSchema } from '../../upkeepRecord.ts';

export const upkeepLogOperation = defineOperation({
  name: 'upkeep_log',
  summary: 'What was archived, deleted, merged and packed without anybody naming it.',
  description:
    'List what upkeep did: when, who asked, to how many memories, and the change that undo takes back.',
  input: z.object({ limit: z.number().int().min(1).max(200).default(50) }),
  output: z.object({
    /** Newest first. */
    entries: z.array(upkeepRecordSchema),
  }),
  kind: 'query',
  toolsets: [],
});
