import * as z from 'zod';
import { embedderSettingsSchema } from '../../embedderSettings.ts';
import { defineOperation } from '../../operation.ts';

export const previewEmbedderOperation = defineOperation({
  name: 'preview_embedder',
  summary: 'What choosing an embedder would mean.',
  description: 'What choosing an embedder would mean.',
  input: z.object({ embedder: embedderSettingsSchema }),
  output: z.object({
    model: z.string(),
    /** Another computer that texts are sent to; null when they stay here. */
    sendsTo: z.string().nullable(),
    /** Of the service, when it does not answer without a key and the server has none for it. */
    missingKey: z.string().nullable(),
    downloadBytes: z.number().int().nullable(),
    privacy: z.string(),
    memories: z.number().int(),
    /** Estimated from some of the memories. */
    tokens: z.number().int(),
    requests: z.number().int(),
  }),
  kind: 'query',
  whenOff: 'anyone',
  toolsets: [],
});
