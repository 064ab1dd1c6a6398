import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import { changedMemoryAnswer, namedMemory } from './changedMemory.ts';

export const unpinMemoryOperation = defineOperation({
  name: 'unpin_memory',
  summary: 'Remove the pin of a memory.',
  description: 'Let a pinned memory take its usual place again. Returns the memory as it is now.',
  input: z.object(namedMemory),
  output: changedMemoryAnswer,
  kind: 'change',
  whenOff: 'person',
  exact: ['memory_id'],
  otherFields: { id: 'memory_id' },
  toolsets: ['full'],
  within: { tool: 'update_memory', action: 'unpin' },
  cli: {
    command: 'unpin',
    summary: 'remove the pin',
    argument: { syntax: '<id>', help: 'short or long id', field: 'memory_id' },
  },
});
