import * as z from 'zod';
import { actorKinds, changeActions } from '../../core/history.ts';
import { defineOperation } from '../operation.ts';
import { memoryViewSchema } from '../memoryView.ts';

export const memoryHistoryOperation = defineOperation({
  name: 'memory_history',
  summary: 'Every change of a memory.',
  description: 'Who changed a memory, when, and what it said before.',
  input: z.object({ memory_id: z.string().min(6).max(64) }),
  output: z.object({
    memory: memoryViewSchema,
    changes: z.array(
      z.object({
        id: z.string(),
        groupId: z.string(),
        action: z.enum(changeActions),
        actor: z.object({ kind: z.enum(actorKinds), name: z.string().optional() }),
        at: z.number(),
        age: z.string(),
        revision: z.number().int(),
        before: memoryViewSchema.nullable(),
        undone: z.boolean(),
      }),
    ),
  }),
  access: 'read',
  toolset: 'full',
});
