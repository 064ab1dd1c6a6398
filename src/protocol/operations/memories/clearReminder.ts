import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import { changedMemoryAnswer, namedMemory } from './changedMemory.ts';

export const clearReminderOperation = defineOperation({
  name: 'clear_reminder',
  summary: 'Be reminded of a memory no more.',
  description:
    'Call when a reminder is done for good, or was not wanted. Returns the memory, which stays as it is. For one that comes back, advance_reminder moves it to its next date.',
  input: z.object(namedMemory),
  output: changedMemoryAnswer,
  kind: 'change',
  exact: ['memory_id'],
  otherFields: { id: 'memory_id' },
  toolsets: ['full'],
  cli: {
    command: 'unremind',
    summary: 'be reminded of a memory no more',
    argument: { syntax: '<id>', help: 'short or long id', field: 'memory_id' },
  },
});
