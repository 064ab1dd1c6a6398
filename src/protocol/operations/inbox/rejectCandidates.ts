import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { candidateIds, decidedAnswer } from './inboxAnswer.ts';

export const rejectCandidatesOperation = defineOperation({
  name: 'reject_candidates',
  summary: 'Discard candidates.',
  description: 'Discard candidates. Only a person can.',
  input: z.object({
    ids: candidateIds.optional(),
    project: projectField.optional(),
    all_projects: z.boolean().default(false),
  }),
  output: decidedAnswer,
  kind: 'change',
  whenOff: 'person',
  exact: ['ids'],
  toolsets: [],
  within: { tool: 'review_inbox', action: 'reject' },
  cli: {
    command: 'inbox reject',
    summary: 'discard them',
    argument: { syntax: '[ids...]', help: 'short or long ids', field: 'ids', called: '<id>' },
    options: [
      { flags: '--all', help: 'everything waiting in this project' },
      { flags: '-a, --all-projects', help: 'with --all: in every project', field: 'all_projects' },
    ],
  },
});
