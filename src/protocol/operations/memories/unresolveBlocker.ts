import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import { changedMemoryAnswer, namedMemory } from './changedMemory.ts';

export const unresolveBlockerOperation = defineOperation({
  name: 'unresolve_blocker',
  summary: 'Open a resolved blocker again.',
  description:
    'Call when a blocker that was marked as resolved is back. Returns it as an open blocker. Only for memories of category blocker.',
  input: z.object(namedMemory),
  output: changedMemoryAnswer,
  kind: 'change',
  whenOff: 'person',
  exact: ['memory_id'],
  formerNames: ['reopen_blocker'],
  otherFields: { id: 'memory_id' },
  toolsets: ['full'],
  within: { tool: 'update_memory', action: 'reopen' },
  cli: {
    command: 'reopen',
    summary: 'open a resolved blocker again',
    argument: { syntax: '<id>', help: 'short or long id', field: 'memory_id' },
  },
});
