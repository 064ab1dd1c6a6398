import * as z from 'zod';
import { embedderProviders } from '../../embedderSettings.ts';
import { jobStartedSchema } from '../../jobRecord.ts';
import { defineOperation } from '../../operation.ts';

export const reindexOperation = defineOperation({
  name: 'reindex',
  summary: 'Build missing search vectors, or rebuild all of them.',
  description:
    'Build the vectors that search by meaning needs, also after a failure; restart: true rebuilds all of them.',
  input: z.object({
    provider: z
      .enum(embedderProviders)
      .optional()
      .describe('which vectors: built-in, or those of the chosen model (default)'),
    restart: z.boolean().default(false).describe('discard the existing vectors; others answer meanwhile'),
  }),
  output: jobStartedSchema,
  kind: 'task',
  toolsets: ['full'],
});
