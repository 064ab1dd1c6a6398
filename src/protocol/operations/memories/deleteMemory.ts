import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import { changedMemoryAnswer, namedMemory } from './changedMemory.ts';

export const deleteMemoryOperation = defineOperation({
  name: 'delete_memory',
  summary: 'Delete a memory; undo brings it back.',
  description:
    'Delete a memory that is wrong or must not be shown any more. Returns it with a change id: undo, or restore_memory, brings it back. To replace what it says, use edit_memory or supersede_memory.',
  input: z.object(namedMemory),
  output: changedMemoryAnswer,
  kind: 'change',
  whenOff: 'person',
  exact: ['memory_id'],
  otherFields: { id: 'memory_id' },
  withoutEffect: { also_delete_vector: 'the vectors of a deleted memory are never searched' },
  toolsets: ['full'],
  within: { tool: 'update_memory', action: 'delete' },
  cli: {
    command: 'delete',
    alias: 'rm',
    summary: 'delete a memory; undo and restore bring it back',
    argument: { syntax: '<id>', help: 'short or long id', field: 'memory_id' },
  },
});
