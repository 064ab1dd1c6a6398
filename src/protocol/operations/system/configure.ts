import * as z from 'zod';
import { configChangesSchema, configSchema } from '../../settings/serverSettings.ts';
import { defineOperation } from '../../operation.ts';

export const configureOperation = defineOperation({
  name: 'configure',
  summary: 'Read or change settings of the memory server.',
  description: 'Read or change settings of the memory server.',
  input: z.object({ set: configChangesSchema.optional() }),
  output: z.object({ config: configSchema, path: z.string(), warnings: z.array(z.string()) }),
  kind: 'control',
  refusesSecrets: true,
  toolsets: ['full'],
  hints: { idempotent: true },
});
