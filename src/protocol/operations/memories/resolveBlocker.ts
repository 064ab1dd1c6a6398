import * as z from 'zod';
import { limits } from '../../limits.ts';
import { defineOperation } from '../../operation.ts';
import { changedMemoryAnswer, namedMemory } from './changedMemory.ts';

export const resolutionNote = z.string().max(limits.note).optional().describe('How a blocker was resolved');

export const resolveBlockerOperation = defineOperation({
  name: 'resolve_blocker',
  summary: 'Mark a blocker as resolved.',
  description:
    'Call when what a blocker describes is solved; note says how. Returns the blocker, which then stands among what was learned. Only for memories of category blocker.',
  input: z.object({ ...namedMemory, note: resolutionNote }),
  output: changedMemoryAnswer,
  kind: 'change',
  whenOff: 'person',
  exact: ['memory_id'],
  otherFields: { id: 'memory_id' },
  toolsets: ['full'],
  within: { tool: 'update_memory', action: 'resolve' },
  cli: {
    command: 'resolve',
    summary: 'mark a blocker as resolved',
    argument: { syntax: '<id>', help: 'short or long id', field: 'memory_id' },
    options: [{ flags: '--note <text>', help: 'how it was resolved', field: 'note' }],
  },
});
