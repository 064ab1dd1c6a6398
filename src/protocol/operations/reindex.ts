import * as z from 'zod';
import { embedderProviders } from '../embedderSettings.ts';
import { embeddingStatusSchema } from '../embeddingStatus.ts';
import { defineOperation } from '../operation.ts';

export const reindexOperation = defineOperation({
  name: 'reindex',
  summary: 'Go on making search vectors, or make them all anew.',
  description:
    'Go on making the vectors that search by meaning needs, also after a failure; restart: true makes all of them anew.',
  input: z.object({
    provider: z
      .enum(embedderProviders)
      .optional()
      .describe('whose vectors: built-in, or the chosen model (default)'),
    restart: z.boolean().default(false).describe('throw away the vectors there are; others answer meanwhile'),
  }),
  output: z.object({ embedding: embeddingStatusSchema, restarted: z.boolean() }),
  access: 'write',
  toolset: 'full',
});
