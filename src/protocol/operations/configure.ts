import { z } from 'zod';
import { defineOperation } from '../operation.ts';

/** Settings of the server, kept in `<home>/config.jsonc`. */
export const configSchema = z.object({
  captureCommits: z.boolean().default(true),
  candidateExpiryDays: z.number().int().min(1).max(365).default(30),
  toolset: z.enum(['core', 'full']).default('core'),
});
export type ServerConfig = z.output<typeof configSchema>;

export const configureOperation = defineOperation({
  name: 'configure',
  summary: 'Read or change settings of the memory server.',
  description: 'Read or change settings of the memory server.',
  input: z.object({ set: configSchema.partial().optional() }),
  output: z.object({ config: configSchema, path: z.string(), warnings: z.array(z.string()) }),
  access: 'write',
  toolset: 'internal',
});
