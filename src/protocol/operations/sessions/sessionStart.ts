import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { sessionFields, sessionsAnswer } from './sessionRecord.ts';

export const sessionStartOperation = defineOperation({
  name: 'session_start',
  summary: 'Say that work begins.',
  description: 'Say that work begins.',
  input: z.object({
    session_id: sessionFields.session_id,
    agent: sessionFields.agent,
    title: sessionFields.title,
    project: projectField.optional(),
  }),
  output: sessionsAnswer,
  kind: 'change',
  formerNames: ['start_session'],
  toolsets: [],
  within: { tool: 'session', action: 'start' },
});
