import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import { entityDetailsSchema } from '../../entityDetails.ts';
import { memoryLineSchema, projectField } from '../../memoryRecord.ts';

export const getContextOperation = defineOperation({
  name: 'get_context',
  summary: 'What is known about a merge request, issue, epic, commit or ADR.',
  description:
    'Everything remembered about one entity: !123 (merge request), #456 (issue or PR), &789 (epic), a URL, a commit sha or ADR-7.',
  input: z.object({ entity_ref: z.string().min(1).max(2_000), project: projectField.optional() }),
  output: z.object({
    entity: z.string(),
    project: z.string().nullable(),
    memories: z.array(memoryLineSchema),
    openBlockers: z.number().int(),
    /** What GitLab or GitHub said of it when it was last asked; null when it never was. */
    details: entityDetailsSchema.nullable(),
  }),
  kind: 'query',
  toolsets: ['core', 'full'],
  cli: {
    command: 'context',
    summary: 'show what is known about a merge request, an issue, an epic, a commit or an ADR',
    description:
      'Show everything that is remembered about a merge request, an issue, an epic, a commit or an ADR.',
    argument: {
      syntax: '<reference>',
      help: '!12, #34, &5, a URL, a sha or ADR-7',
      field: 'entity_ref',
      called: '<reference>',
    },
    examples: ["memory-bridge context '!12'", 'memory-bridge context ADR-7'],
  },
});
