import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import { changedMemoryAnswer, namedMemory } from './changedMemory.ts';

export const setReviewIntervalOperation = defineOperation({
  name: 'set_review_interval',
  summary: 'Have a procedure reviewed every so many days.',
  description:
    'Call to have a procedure looked at again every so many days, because it may go out of date; null for never. Returns the procedure. Those that are due are in list_reminders and in the boot context. Only for memories of category procedure.',
  input: z.object({
    ...namedMemory,
    interval_days: z.number().int().min(1).max(3_650).nullable().describe('Null for never'),
  }),
  output: changedMemoryAnswer,
  kind: 'change',
  exact: ['memory_id'],
  otherFields: { id: 'memory_id' },
  toolsets: ['full'],
  cli: {
    command: 'review-every',
    summary: 'have a procedure reviewed every so many days',
    argument: { syntax: '<id>', help: 'short or long id', field: 'memory_id' },
    second: { syntax: '<days>', help: 'days from one review to the next', field: 'interval_days' },
    examples: ['memory-bridge review-every 4f0c9a1b2d 90'],
  },
});
