import * as z from 'zod';
import { actorKinds, changeActions } from '../../../core/memory/history.ts';
import { defineOperation } from '../../operation.ts';
import { memoryViewSchema, memoryReference } from '../../memoryRecord.ts';

export const getHistoryOperation = defineOperation({
  name: 'get_history',
  summary: 'Every change of a memory.',
  description:
    'Who changed a memory, when, and what it said before. The latest changes first; earlier ones with cursor.',
  input: z.object({
    memory_id: memoryReference,
    limit: z.number().int().min(1).max(200).default(100),
    cursor: z.string().max(64).optional().describe('Of an answer: the changes before those'),
  }),
  output: z.object({
    memory: memoryViewSchema,
    /** The latest ones, oldest first. */
    changes: z.array(
      z.object({
        id: z.string(),
        groupId: z.string(),
        action: z.enum(changeActions),
        actor: z.object({ kind: z.enum(actorKinds), name: z.string().optional() }),
        at: z.number(),
        age: z.string(),
        revision: z.number().int(),
        /** Null for its creation, and where the text was thinned out for its age. */
        before: memoryViewSchema.nullable(),
        undone: z.boolean(),
      }),
    ),
    /** Changes in all. Owners before 0.2 answer with all of them and without this. */
    total: z.number().int().optional(),
    nextCursor: z.string().nullable().optional(),
  }),
  kind: 'query',
  formerNames: ['memory_history'],
  toolsets: ['full'],
  cli: {
    command: 'history',
    summary: 'show how a memory changed',
    argument: { syntax: '<id>', help: 'short or long id', field: 'memory_id' },
  },
});
