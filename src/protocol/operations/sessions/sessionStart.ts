import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { sessionFields, sessionsAnswer } from './sessionRecord.ts';

export const sessionStartOperation = defineOperation({
  name: 'session_start',
  summary: 'Say that work begins.',
  description:
    'Announce a session and what it works on, so that others see it and leave its files alone. Call once at the start; answers with the session, whose id is made when session_id is left out.',
  input: z.object({
    session_id: sessionFields.session_id,
    agent: sessionFields.agent,
    working_on: sessionFields.working_on,
    project: projectField.optional(),
  }),
  output: sessionsAnswer,
  kind: 'change',
  refusesOrders: true,
  formerNames: ['start_session'],
  otherFields: { title: 'working_on' },
  toolsets: ['full'],
  within: { tool: 'session', action: 'start' },
  cli: {
    command: 'session start',
    summary: 'say that work begins',
    description: 'Announce a session and what it works on. Prints its id.',
    argument: {
      syntax: '[work...]',
      help: 'what it works on',
      field: 'working_on',
      joined: true,
      called: 'What it works on',
    },
    options: [
      { flags: '-s, --session <id>', help: 'id of the session (default: a new one)', field: 'session_id' },
      { flags: '--agent <name>', help: 'who works there', field: 'agent' },
    ],
    examples: [
      'memory-bridge session start fix the login',
      "memory-bridge session start '!12' --session nightly",
    ],
  },
});
