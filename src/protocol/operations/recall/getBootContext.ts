import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import { memoryLineSchema, projectField } from '../../memoryRecord.ts';

export const getBootContextOperation = defineOperation({
  name: 'get_boot_context',
  summary: 'What someone starting work should know.',
  description:
    'Call first in a session: directives, open blockers, conventions, recent decisions and who is at work.',
  input: z.object({
    project: projectField.optional(),
    session_id: z.string().min(1).max(200).optional(),
    max_tokens: z.number().int().min(100).max(20_000).default(1200),
  }),
  output: z.object({
    project: z.string().nullable(),
    sections: z.array(z.object({ name: z.string(), memories: z.array(memoryLineSchema) })),
    sessions: z.array(
      z.object({
        id: z.string(),
        agent: z.string().nullable(),
        title: z.string().nullable(),
        age: z.string(),
      }),
    ),
    tokens: z.number().int(),
    omitted: z.number().int(),
  }),
  kind: 'query',
  otherNames: ['get_ground_truth'],
  toolsets: ['core', 'full'],
});
