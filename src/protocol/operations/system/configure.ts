import * as z from 'zod';
import { configChangesSchema, configSchema } from '../../settings/serverSettings.ts';
import { defineOperation } from '../../operation.ts';

export const configureOperation = defineOperation({
  name: 'configure',
  summary: 'Read or change settings of the memory server.',
  description:
    'Settings of the memory server: without arguments, all of them with their values; `set` changes some and leaves the ' +
    'rest; `reset` puts some back to their defaults. Change them only when the person asks for it.',
  input: z.object({
    set: configChangesSchema
      .optional()
      .describe('Those to change, by group, as in {"boot":{"maxTokens":2000}}'),
    reset: z
      .array(z.string().max(100))
      .max(100)
      .optional()
      .describe('Names of settings or groups, as in ["boot.maxTokens", "logs"]'),
  }),
  output: z.object({ config: configSchema, path: z.string(), warnings: z.array(z.string()) }),
  kind: 'control',
  whenOff: 'anyone',
  refusesSecrets: true,
  toolsets: ['full'],
  hints: { idempotent: true },
});
