import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { inboxAnswer } from './inboxAnswer.ts';

export const listInboxOperation = defineOperation({
  name: 'list_inbox',
  summary: 'See the candidates that wait in the Inbox.',
  description:
    'What was captured or proposed and waits for a person: directives and global memories of agents, statements of commits. Read only; only a person can accept or reject.',
  input: z.object({ project: projectField.optional(), all_projects: z.boolean().default(false) }),
  output: inboxAnswer,
  kind: 'query',
  toolsets: ['full'],
  within: { tool: 'review_inbox', action: 'list' },
  cli: {
    command: 'inbox list',
    summary: 'show what is waiting for review',
    options: [{ flags: '-a, --all-projects', help: 'for every project', field: 'all_projects' }],
  },
});
