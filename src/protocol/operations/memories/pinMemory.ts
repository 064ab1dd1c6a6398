import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import { changedMemoryAnswer, namedMemory } from './changedMemory.ts';

export const pinMemoryOperation = defineOperation({
  name: 'pin_memory',
  summary: 'Pin a memory to the top.',
  description:
    'Keep a memory on top of boot contexts and lists, because every later session needs it. Returns the memory as it is now.',
  input: z.object(namedMemory),
  output: changedMemoryAnswer,
  kind: 'change',
  whenOff: 'person',
  exact: ['memory_id'],
  otherFields: { id: 'memory_id' },
  toolsets: ['full'],
  within: { tool: 'update_memory', action: 'pin' },
  cli: {
    command: 'pin',
    summary: 'pin a memory to the top',
    argument: { syntax: '<id>', help: 'short or long id', field: 'memory_id' },
  },
});
