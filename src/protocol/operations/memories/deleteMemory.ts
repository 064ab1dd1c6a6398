import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import { changedMemoryAnswer, namedMemory } from './changedMemory.ts';

export const deleteMemoryOperation = defineOperation({
  name: 'delete_memory',
  summary: 'Delete a memory; undo brings it back.',
  description: 'Delete a memory; undo brings it back.',
  input: z.object(namedMemory),
  output: changedMemoryAnswer,
  kind: 'change',
  whenOff: 'person',
  exact: ['memory_id'],
  toolsets: [],
  within: { tool: 'update_memory', action: 'delete' },
  cli: {
    command: 'delete',
    alias: 'rm',
    summary: 'delete a memory; undo and restore bring it back',
    argument: { syntax: '<id>', help: 'short or long id', field: 'memory_id' },
  },
});
