import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import { changedMemoryAnswer, namedMemory } from './changedMemory.ts';

export const restoreMemoryOperation = defineOperation({
  name: 'restore_memory',
  summary: 'Bring back a memory that was archived, superseded or deleted.',
  description: 'Bring back a memory that was archived, superseded or deleted.',
  input: z.object(namedMemory),
  output: changedMemoryAnswer,
  kind: 'change',
  exact: ['memory_id'],
  toolsets: [],
  within: { tool: 'update_memory', action: 'restore' },
  cli: {
    command: 'restore',
    summary: 'bring back an archived or deleted memory',
    argument: { syntax: '<id>', help: 'short or long id', field: 'memory_id' },
  },
});
