import * as z from 'zod';
import { limits } from '../../limits.ts';
import { defineOperation, inFullOnly } from '../../operation.ts';
import { changedMemoryAnswer, namedMemory } from './changedMemory.ts';

/** Kept with the memory, and shown wherever it is shown. */
export const archiveReason = z
  .string()
  .min(1)
  .max(limits.reason)
  .optional()
  .describe('Why it no longer matters')
  .register(inFullOnly, {});

export const archiveMemoryOperation = defineOperation({
  name: 'archive_memory',
  summary: 'Keep a memory out of recall.',
  description:
    'Keep a memory that no longer matters out of recall and lists; say why in reason. Returns the memory as it is now. restore_memory or undo brings it back.',
  input: z.object({ ...namedMemory, reason: archiveReason }),
  output: changedMemoryAnswer,
  kind: 'change',
  whenOff: 'person',
  exact: ['memory_id'],
  otherFields: { id: 'memory_id' },
  toolsets: ['full'],
  within: { tool: 'update_memory', action: 'archive' },
  cli: {
    command: 'archive',
    summary: 'keep a memory out of recall',
    argument: { syntax: '<id>', help: 'short or long id', field: 'memory_id' },
    options: [{ flags: '--reason <text>', help: 'why it no longer matters', field: 'reason' }],
  },
});
