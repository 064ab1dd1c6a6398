import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { sessionFields, sessionsAnswer } from './sessionRecord.ts';

export const sessionEndOperation = defineOperation({
  name: 'session_end',
  summary: 'Say that work is over, and release what was held.',
  description: 'Say that work is over, and release what was held.',
  input: z.object({
    session_id: sessionFields.session_id,
    project: projectField.optional(),
  }),
  output: sessionsAnswer,
  kind: 'change',
  formerNames: ['end_session'],
  toolsets: [],
  within: { tool: 'session', action: 'end' },
});
