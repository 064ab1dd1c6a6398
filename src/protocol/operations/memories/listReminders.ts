import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import { memoryRowSchema, projectField } from '../../memoryRecord.ts';

export const listRemindersOperation = defineOperation({
  name: 'list_reminders',
  summary: 'What is due, and what comes next.',
  description:
    'Reminders and procedures that are due for review, the longest due first, with those of the next days. After doing what one says: advance_reminder, clear_reminder or mark_procedure_reviewed.',
  input: z.object({
    project: projectField.optional(),
    all_projects: z.boolean().default(false),
    days: z.number().int().min(0).max(3_650).default(14).describe('How far ahead'),
  }),
  output: z.object({
    reminders: z.array(
      memoryRowSchema.extend({
        what: z.enum(['reminder', 'review']),
        /** Due from then on, ms. */
        at: z.number(),
        isDue: z.boolean(),
        recurrence: z.string().nullable(),
      }),
    ),
    project: z.string().nullable(),
  }),
  kind: 'query',
  toolsets: ['full'],
  cli: {
    command: 'reminders',
    summary: 'show what is due, and what comes next',
    description: 'Show reminders and procedures to review that are due, and those of the next days.',
    options: [
      { flags: '--days <count>', help: 'how far ahead', field: 'days', most: 3_650, least: 0 },
      { flags: '-a, --all-projects', help: 'for every project', field: 'all_projects' },
    ],
  },
});
