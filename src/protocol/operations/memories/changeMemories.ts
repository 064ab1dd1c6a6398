import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import { memoryViewSchema, memoryReference } from '../../memoryRecord.ts';

/** The same to many memories, for views in which many are selected: one change, which one undo takes back. */
export const changeMemoriesOperation = defineOperation({
  name: 'change_memories',
  summary: 'Change several memories alike, as one change.',
  description: 'Change several memories alike, as one change.',
  input: z.object({
    memory_ids: z.array(memoryReference).min(1).max(1_000),
    action: z.enum(['resolve', 'reopen', 'pin', 'unpin', 'archive', 'restore', 'delete']),
  }),
  output: z.object({
    /** Those that were changed; the others were so already, or the action does not fit them. */
    memories: z.array(memoryViewSchema),
    /** Empty when nothing was changed. */
    changeId: z.string(),
  }),
  kind: 'change',
  whenOff: 'person',
  exact: ['memory_ids'],
  toolsets: [],
});
