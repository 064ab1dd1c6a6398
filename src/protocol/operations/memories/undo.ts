import * as z from 'zod';
import { changeActions } from '../../../core/memory/history.ts';
import { defineOperation } from '../../operation.ts';
import { memoryViewSchema } from '../../memoryRecord.ts';
import { takenBackBesideSchema } from '../../transferResults.ts';

export const undoOperation = defineOperation({
  name: 'undo',
  summary: 'Take back a change or a group of changes.',
  description: 'Reverse a change by the change id that the writing tool returned.',
  input: z.object({
    change_id: z.string().min(6).max(64).optional().describe('A person may leave it out: their last change'),
  }),
  output: z.object({
    /** The first thousand. */
    memories: z.array(memoryViewSchema),
    undone: z.number().int(),
    /** What was taken back; of several changes to one memory the first. */
    action: z.enum(changeActions),
    changeId: z.string(),
    /** Of an import. */
    beside: takenBackBesideSchema.optional(),
  }),
  kind: 'change',
  whenOff: 'person',
  exact: ['change_id'],
  toolsets: ['full'],
  hints: { destructive: true },
  cli: {
    command: 'undo',
    summary: 'undo a change',
    description:
      'Undo a change or a group of changes. Without an id, the last change made on the command line that is not undone yet.',
    argument: {
      syntax: '[id]',
      help: 'the id printed with the change, or one that history shows',
      field: 'change_id',
    },
  },
});
