import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { sessionFields, sessionsAnswer } from './sessionRecord.ts';

export const sessionHeartbeatOperation = defineOperation({
  name: 'session_heartbeat',
  summary: 'Say that a session is still at work.',
  description: 'Say that a session is still at work.',
  input: z.object({
    session_id: sessionFields.session_id,
    agent: sessionFields.agent,
    title: sessionFields.title,
    project: projectField.optional(),
  }),
  output: sessionsAnswer,
  kind: 'change',
  formerNames: ['heartbeat'],
  toolsets: [],
  within: { tool: 'session', action: 'heartbeat' },
});
