import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';

export const deleteEntityOperation = defineOperation({
  name: 'delete_entity',
  summary: 'Take a reference off all memories of the project that name it.',
  description:
    'Take a reference or a name off all memories of this project that name it, and forget what a forge said of it. The memories themselves stay as they are; undo puts it back.',
  input: z.object({ entity_ref: z.string().min(1).max(2_000), project: projectField.optional() }),
  output: z.object({
    entity: z.string(),
    /** How many memories named it. */
    memories: z.number().int(),
    /** Whether something was known from a forge. */
    forgotten: z.boolean(),
    /** For undo; empty when no memory named it. */
    changeId: z.string(),
  }),
  kind: 'change',
  whenOff: 'person',
  toolsets: ['full'],
  hints: { destructive: true, idempotent: true },
  cli: {
    command: 'entity delete',
    summary: 'take a reference off all memories of this project that name it',
    argument: {
      syntax: '<reference>',
      help: '!12, #34, &5, a URL, a sha or a name',
      field: 'entity_ref',
      called: '<reference>',
    },
    examples: ["memory-bridge entity delete '!12'"],
  },
});
