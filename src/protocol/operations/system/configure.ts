import * as z from 'zod';
import { embedderSettingsSchema } from '../../embedderSettings.ts';
import { defineOperation } from '../../operation.ts';

const settings = {
  captureCommits: z.boolean(),
  candidateExpiryDays: z.number().int().min(1).max(365),
  /** Days for which it is kept what memories said before they were changed; null keeps it for good. */
  historyDays: z.number().int().min(1).max(36_500).nullable(),
  toolset: z.enum(['core', 'full']),
  embedder: embedderSettingsSchema,
};

/** Settings of the server, kept in `<home>/config.jsonc`. */
export const configSchema = z.object({
  captureCommits: settings.captureCommits.default(true),
  candidateExpiryDays: settings.candidateExpiryDays.default(30),
  historyDays: settings.historyDays.default(null),
  toolset: settings.toolset.default('core'),
  embedder: settings.embedder.default({ provider: 'built-in' }),
});
export type ServerConfig = z.output<typeof configSchema>;

/**
 * Made of the settings without their defaults: a partial of `configSchema` would fill in what the caller did not name,
 * and a change of one setting would reset the others.
 */
export const configChangesSchema = z.strictObject(settings).partial();

export const configureOperation = defineOperation({
  name: 'configure',
  summary: 'Read or change settings of the memory server.',
  description: 'Read or change settings of the memory server.',
  input: z.object({ set: configChangesSchema.optional() }),
  output: z.object({ config: configSchema, path: z.string(), warnings: z.array(z.string()) }),
  kind: 'control',
  refusesSecrets: true,
  toolsets: [],
  hints: { idempotent: true },
});
