import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { leftMemory, sessionFields, sessionsAnswer } from './sessionRecord.ts';

export const sessionEndOperation = defineOperation({
  name: 'session_end',
  summary: 'Say that work is over, and release what was held.',
  description:
    'End a session and release its claims. With a summary, what came of it is remembered as an event. Use session_wrap_up instead when work is left open.',
  input: z.object({
    session_id: sessionFields.session_id,
    summary: sessionFields.summary,
    learned: sessionFields.learned,
    project: projectField.optional(),
  }),
  output: sessionsAnswer.extend(leftMemory),
  kind: 'change',
  refusesOrders: true,
  whenOff: 'person',
  formerNames: ['end_session'],
  toolsets: ['full'],
  within: { tool: 'session', action: 'end' },
  cli: {
    command: 'session end',
    summary: 'say that work is over',
    description: 'End a session and release what it holds. A summary is remembered as an event.',
    argument: { syntax: '[summary]', help: 'what came of it; "-" reads standard input', field: 'summary' },
    options: [
      { flags: '-s, --session <id>', help: 'id of the session', field: 'session_id' },
      { flags: '--learned <text>', help: 'what was learned from it', field: 'learned' },
    ],
    examples: [
      'memory-bridge session end --session nightly "The login works with passkeys"',
      'git log -1 --format=%B | memory-bridge session end - --session nightly',
    ],
  },
});
