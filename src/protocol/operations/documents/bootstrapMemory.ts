import * as z from 'zod';
import { jobStartedSchema } from '../../jobRecord.ts';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';

export const bootstrapMemoryOperation = defineOperation({
  name: 'bootstrap_memory',
  summary: 'Read what a project says of itself into the Inbox.',
  description:
    'Read what a project says of itself (README, AGENTS.md, CLAUDE.md, CONTRIBUTING, manifests, decision records, pipelines) into candidates that a person reviews in the Inbox. Call it once, in a project that memory knows nothing of yet; again, it brings them up to date. Answers the id of a job.',
  input: z.object({
    path: z
      .string()
      .min(1)
      .max(4_096)
      .optional()
      .describe('root of the project; that of the caller, if left out'),
    project: projectField.optional(),
  }),
  output: jobStartedSchema,
  kind: 'task',
  exact: ['path'],
  place: 'path',
  withoutEffect: { index_code: 'code is not indexed; agents search it themselves' },
  toolsets: ['full'],
  cli: {
    command: 'bootstrap',
    summary: 'read what a project says of itself into the Inbox',
    description:
      'Read README, AGENTS.md, CLAUDE.md, CONTRIBUTING, manifests, decision records and pipelines of a project into candidates, which you review in the Inbox.',
    argument: { syntax: '[path]', help: 'root of the project (default: this one)', field: 'path' },
    examples: ['memory-bridge bootstrap', 'memory-bridge bootstrap ~/work/shop'],
    about: 'fromHere',
  },
});
