import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { candidateEdits, candidateIds, decidedAnswer } from './inboxAnswer.ts';

export const acceptCandidatesOperation = defineOperation({
  name: 'accept_candidates',
  summary: 'Keep candidates as memories.',
  description: 'Keep candidates as memories. Only a person can.',
  input: z.object({
    ids: candidateIds.optional(),
    ...candidateEdits,
    project: projectField.optional(),
    all_projects: z.boolean().default(false),
  }),
  output: decidedAnswer,
  kind: 'change',
  whenOff: 'person',
  exact: ['ids'],
  toolsets: [],
  within: { tool: 'review_inbox', action: 'accept' },
  cli: {
    command: 'inbox accept',
    summary: 'keep them as memories',
    argument: { syntax: '[ids...]', help: 'short or long ids', field: 'ids', called: '<id>' },
    options: [
      { flags: '--all', help: 'everything waiting in this project' },
      { flags: '-a, --all-projects', help: 'with --all: in every project', field: 'all_projects' },
    ],
  },
});
