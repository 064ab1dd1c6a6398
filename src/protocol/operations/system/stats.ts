import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import { embeddingStatusSchema } from '../../embeddingStatus.ts';
import { projectField } from '../../memoryRecord.ts';

export const statsOperation = defineOperation({
  name: 'stats',
  summary: 'Counts by category, status and project.',
  description: 'How much is remembered, by category, status and project.',
  input: z.object({ project: projectField.optional() }),
  output: z.object({
    memories: z.number().int(),
    byCategory: z.record(z.string(), z.number().int()),
    byStatus: z.record(z.string(), z.number().int()),
    /** For whom they are. */
    byScope: z.record(z.string(), z.number().int()),
    /** When the first and the last of them were made, ms; null when there are none. */
    oldest: z.number().nullable(),
    newest: z.number().nullable(),
    byProject: z.array(z.object({ project: z.string().nullable(), count: z.number().int() })),
    openBlockers: z.number().int(),
    candidates: z.number().int(),
    sessions: z.number().int(),
    databaseBytes: z.number().int(),
    embedding: embeddingStatusSchema,
  }),
  kind: 'query',
  toolsets: ['full'],
  cli: {
    command: 'stats',
    summary: 'count memories by category, status and project',
    description: 'Count memories: all of them, or with --project those of one project.',
    about: 'named',
  },
});
