import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { decidedAnswer } from './inboxAnswer.ts';

export const acceptAllCandidatesOperation = defineOperation({
  name: 'accept_all_candidates',
  summary: 'Keep all candidates as memories.',
  description: 'Keep all candidates as memories. Only a person can.',
  input: z.object({
    project: projectField.optional(),
    all_projects: z.boolean().default(false),
  }),
  output: decidedAnswer,
  kind: 'change',
  whenOff: 'person',
  toolsets: [],
  within: { tool: 'review_inbox', action: 'accept_all' },
});
