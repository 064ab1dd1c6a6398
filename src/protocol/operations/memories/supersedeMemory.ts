import * as z from 'zod';
import { memoryReference } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { changedMemoryAnswer, namedMemory } from './changedMemory.ts';

export const successorId = memoryReference.optional();

export const supersedeMemoryOperation = defineOperation({
  name: 'supersede_memory',
  summary: 'Put another memory in the place of one.',
  description:
    'Put a newer memory in the place of one that no longer holds: recall then shows superseded_by alone. Returns the memory that was replaced.',
  input: z.object({ ...namedMemory, superseded_by: successorId }),
  output: changedMemoryAnswer,
  kind: 'change',
  whenOff: 'person',
  exact: ['memory_id', 'superseded_by'],
  otherFields: { id: 'memory_id' },
  toolsets: ['full'],
  within: { tool: 'update_memory', action: 'supersede' },
});
