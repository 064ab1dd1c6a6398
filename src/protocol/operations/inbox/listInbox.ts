import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { inboxAnswer } from './inboxAnswer.ts';

export const listInboxOperation = defineOperation({
  name: 'list_inbox',
  summary: 'See the candidates that wait in the Inbox.',
  description: 'What waits in the Inbox.',
  input: z.object({ project: projectField.optional(), all_projects: z.boolean().default(false) }),
  output: inboxAnswer,
  kind: 'query',
  toolsets: [],
  within: { tool: 'review_inbox', action: 'list' },
  cli: {
    command: 'inbox list',
    summary: 'show what is waiting for review',
    options: [{ flags: '-a, --all-projects', help: 'for every project', field: 'all_projects' }],
  },
});
