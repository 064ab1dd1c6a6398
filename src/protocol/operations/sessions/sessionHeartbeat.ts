import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { sessionFields, sessionsAnswer } from './sessionRecord.ts';

export const sessionHeartbeatOperation = defineOperation({
  name: 'session_heartbeat',
  summary: 'Say that a session is still at work.',
  description:
    'Keep a session alive, and say what it works on now. A session that is silent for ten minutes is stale and loses its claims. Call every few minutes during long work.',
  input: z.object({
    session_id: sessionFields.session_id,
    agent: sessionFields.agent,
    working_on: sessionFields.working_on,
    project: projectField.optional(),
  }),
  output: sessionsAnswer,
  kind: 'change',
  refusesOrders: true,
  formerNames: ['heartbeat'],
  otherFields: { title: 'working_on' },
  toolsets: ['full'],
  within: { tool: 'session', action: 'heartbeat' },
  cli: {
    command: 'session heartbeat',
    summary: 'say that a session is still at work',
    description: 'Keep a session from going stale, and say what it works on now.',
    argument: {
      syntax: '[work...]',
      help: 'what it works on now',
      field: 'working_on',
      joined: true,
      called: 'What it works on',
    },
    options: [{ flags: '-s, --session <id>', help: 'id of the session', field: 'session_id' }],
    examples: ['memory-bridge session heartbeat --session nightly'],
  },
});
