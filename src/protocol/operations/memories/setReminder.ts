import * as z from 'zod';
import { categorySchema, projectField } from '../../memoryRecord.ts';
import { limits } from '../../limits.ts';
import { defineOperation } from '../../operation.ts';
import { namedMemory } from './changedMemory.ts';
import { remindedAnswer, timeZoneField } from './reminderFields.ts';

export const setReminderOperation = defineOperation({
  name: 'set_reminder',
  summary: 'Be reminded of a memory at a time.',
  description:
    'Call when something has to be thought of again at a time. Name a memory, or give content to keep a new one. From reminder_at on it stands in every boot context and in the editor, until advance_reminder or clear_reminder. Returns the memory and when it is due, as it was understood.',
  input: z.object({
    memory_id: namedMemory.memory_id.optional(),
    content: z.string().min(1).max(limits.content).optional().describe('Of a new memory'),
    category: categorySchema.default('event').describe('Of a new memory'),
    what: z.string().max(limits.note).optional(),
    entities: z.array(z.string().min(1).max(200)).max(limits.entities).optional(),
    reminder_at: z
      .string()
      .min(1)
      .max(80)
      .describe('2026-12-01T09:00, +2d, in 3 hours, tomorrow 9am, next monday, end of week'),
    recurrence: z
      .string()
      .max(40)
      .optional()
      .describe('daily, weekly, weekly:monday, monthly, monthly:15 or yearly'),
    time_zone: timeZoneField,
    project: projectField.optional(),
  }),
  output: remindedAnswer,
  kind: 'change',
  exact: ['memory_id'],
  otherFields: { id: 'memory_id' },
  withoutEffect: {
    queue_item_id: 'there is no work queue',
    priority: 'what is due longest stands first',
  },
  toolsets: ['full'],
  hints: { idempotent: true },
  cli: {
    command: 'remind',
    summary: 'be reminded of a memory at a time',
    description: 'Be reminded of a memory at a time, once or again and again.',
    argument: { syntax: '<id>', help: 'short or long id', field: 'memory_id' },
    second: {
      syntax: '<when...>',
      help: 'a date, "+2d", "tomorrow 9am", "next monday", "end of week"',
      field: 'reminder_at',
      joined: true,
      called: 'The time',
    },
    options: [
      {
        flags: '--every <recurrence>',
        help: 'daily, weekly, weekly:monday, monthly, monthly:15 or yearly',
        field: 'recurrence',
      },
      { flags: '--time-zone <name>', help: 'whose clocks are meant, e.g. Europe/Berlin', field: 'time_zone' },
    ],
    examples: [
      'memory-bridge remind 4f0c9a1b2d tomorrow 9am',
      'memory-bridge remind 4f0c9a1b2d 2026-12-01 --every monthly',
    ],
  },
});
