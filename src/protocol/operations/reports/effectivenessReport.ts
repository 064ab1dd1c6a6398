import * as z from 'zod';
import { memoryRowSchema, projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';

const usageSchema = z.object({
  total: z.number().int(),
  created: z.number().int(),
  /** Shown by recall. */
  recalled: z.number().int(),
  /** Read in full. */
  opened: z.number().int(),
  stale: z.number().int(),
  neverSeen: z.number().int(),
});
const listed = memoryRowSchema.extend({ recallCount: z.number(), openedCount: z.number() });

export const effectivenessReportOperation = defineOperation({
  name: 'effectiveness_report',
  summary: 'What of the memory is used, and what is not.',
  description:
    'How much the memories of this project are used: how many were recalled and opened in the last days, which are recalled most, which are stale (older than that and not recalled since) and which nobody has ever seen. Call it before tidying up.',
  input: z.object({
    days: z.number().int().min(1).max(3_650).default(30),
    project: projectField.optional(),
    all_projects: z.boolean().default(false),
  }),
  output: usageSchema.extend({
    project: z.string().nullable(),
    days: z.number().int(),
    byCategory: z.array(usageSchema.extend({ category: z.string() })),
    mostRecalled: z.array(listed),
    mostOpened: z.array(listed),
    longestStale: z.array(listed),
    longestUnseen: z.array(listed),
  }),
  kind: 'query',
  toolsets: ['full'],
  cli: {
    command: 'report',
    summary: 'show what of the memory is used',
    description:
      'Show how much the memories of this project are used: what is recalled and opened, what is stale, and what nobody has ever seen.',
    options: [
      { flags: '--days <count>', help: 'days that are looked at (default: 30)', field: 'days', most: 3_650 },
      { flags: '-a, --all-projects', help: 'for every project', field: 'all_projects' },
    ],
    examples: ['memory-bridge report --days 90'],
  },
});
