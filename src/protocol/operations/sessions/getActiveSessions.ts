import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { sessionsAnswer } from './sessionRecord.ts';

export const getActiveSessionsOperation = defineOperation({
  name: 'get_active_sessions',
  summary: 'See who is at work, and what they hold.',
  description: 'See who is at work, and what they hold.',
  input: z.object({
    project: projectField.optional(),
  }),
  output: sessionsAnswer,
  kind: 'query',
  formerNames: ['list_sessions'],
  toolsets: [],
  within: { tool: 'session', action: 'list' },
});
