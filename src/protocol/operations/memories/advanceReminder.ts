import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import { namedMemory } from './changedMemory.ts';
import { remindedAnswer, timeZoneField } from './reminderFields.ts';

export const advanceReminderOperation = defineOperation({
  name: 'advance_reminder',
  summary: 'Have done what a reminder was for.',
  description:
    'Call when what a due reminder was for is done: one that comes back moves to its next date after now, any other is cleared. Returns the memory and when it is due again.',
  input: z.object({ ...namedMemory, time_zone: timeZoneField }),
  output: remindedAnswer,
  kind: 'change',
  exact: ['memory_id'],
  otherFields: { id: 'memory_id' },
  toolsets: ['full'],
  cli: {
    command: 'reminded',
    summary: 'have done what a reminder was for: it moves on, or is cleared',
    argument: { syntax: '<id>', help: 'short or long id', field: 'memory_id' },
  },
});
