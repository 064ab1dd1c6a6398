import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import { entityDetailsSchema } from '../../entityDetails.ts';
import { projectField } from '../../memoryRecord.ts';

export const enrichEntityOperation = defineOperation({
  name: 'enrich_entity',
  summary: 'Ask GitLab or GitHub for title and state of one reference.',
  description:
    'Ask GitLab or GitHub now for title, state, author and labels of one merge request, issue, epic or commit, and keep the answer. Call it when what get_context shows is missing or stale. Without a connection it answers with what is kept, and says how old that is.',
  input: z.object({ entity_ref: z.string().min(1).max(2_000), project: projectField.optional() }),
  output: z.object({
    entity: z.string(),
    /** Null when the forge has never said anything. */
    details: entityDetailsSchema.nullable(),
    /** Whether the forge has answered just now. */
    isFresh: z.boolean(),
    /** Why it has not, or what it refused. */
    message: z.string().nullable(),
  }),
  kind: 'control',
  borrows: 'forgeTokens',
  whenOff: 'person',
  toolsets: ['full'],
  hints: { idempotent: true },
});
