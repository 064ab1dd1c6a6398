import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { decidedAnswer } from './inboxAnswer.ts';

export const rejectAllCandidatesOperation = defineOperation({
  name: 'reject_all_candidates',
  summary: 'Discard all candidates.',
  description: 'Discard all candidates. Only a person can.',
  input: z.object({
    project: projectField.optional(),
    all_projects: z.boolean().default(false),
  }),
  output: decidedAnswer,
  kind: 'change',
  whenOff: 'person',
  toolsets: [],
});
