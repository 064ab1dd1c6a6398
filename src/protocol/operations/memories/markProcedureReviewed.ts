import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import { changedMemoryAnswer, namedMemory } from './changedMemory.ts';

export const markProcedureReviewedOperation = defineOperation({
  name: 'mark_procedure_reviewed',
  summary: 'Say that a procedure still holds.',
  description:
    'Call after you have followed or checked a procedure and it still holds; if it does not, put it right with edit_memory first. Returns the procedure, which is not due for review again before its interval is over. Only for memories of category procedure.',
  input: z.object(namedMemory),
  output: changedMemoryAnswer,
  kind: 'change',
  exact: ['memory_id'],
  otherFields: { id: 'memory_id' },
  toolsets: ['full'],
  cli: {
    command: 'review',
    summary: 'say that a procedure still holds',
    argument: { syntax: '<id>', help: 'short or long id', field: 'memory_id' },
  },
});
