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
});
