import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import { changedMemoryAnswer, namedMemory } from './changedMemory.ts';

export const archiveMemoryOperation = defineOperation({
  name: 'archive_memory',
  summary: 'Keep a memory out of recall.',
  description: 'Keep a memory out of recall.',
  input: z.object(namedMemory),
  output: changedMemoryAnswer,
  kind: 'change',
  whenOff: 'person',
  exact: ['memory_id'],
  toolsets: [],
  within: { tool: 'update_memory', action: 'archive' },
  cli: {
    command: 'archive',
    summary: 'keep a memory out of recall',
    argument: { syntax: '<id>', help: 'short or long id', field: 'memory_id' },
  },
});
