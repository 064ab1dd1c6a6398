import * as z from 'zod';
import { embedderProviders } from '../../embedderProviders.ts';
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
  whenOff: 'anyone',
  borrows: 'embeddingKeys',
  toolsets: ['full'],
  cli: {
    command: 'reindex',
    summary: 'build missing search vectors, or rebuild all of them',
    description:
      'Build the search vectors that are missing, also after a failure. With --restart, discard all of them and build ' +
      'them again; search keeps working meanwhile. Ctrl+C leaves the work to the memory server.',
    options: [
      { flags: '--restart', help: 'discard all of them and build them again', field: 'restart' },
      { flags: '--wait', help: 'wait until they are built, and show progress (default)' },
      { flags: '--no-wait', help: 'return at once; "memory-bridge jobs" shows how far it is' },
      {
        flags: '--provider <provider>',
        help: 'which vectors: built-in, or those of the chosen model (default)',
        field: 'provider',
        choices: embedderProviders,
      },
    ],
    about: 'none',
  },
});
