import * as z from 'zod';
import { memoryLineSchema, projectField } from '../../memoryRecord.ts';
import { limits } from '../../limits.ts';
import { defineOperation } from '../../operation.ts';
import { leftMemory, sessionFields, sessionsAnswer } from './sessionRecord.ts';

export const logSessionOperation = defineOperation({
  name: 'log_session',
  summary: 'Remember what a session came to, and what it taught.',
  description:
    'Remember the summary of a session as an event and each learning as a fact, linked to the entities. One change: undo takes all of it back. The session goes on; session_end ends it.',
  input: z.object({
    summary: z.string().min(1).max(limits.content),
    learnings: z.array(z.string().min(1).max(limits.content)).max(32).optional(),
    entities: z.array(z.string().min(1).max(200)).max(limits.entities).optional(),
    session_id: sessionFields.session_id,
    project: projectField.optional(),
  }),
  output: sessionsAnswer.extend({
    ...leftMemory,
    /** One for each learning. */
    learnings: z.array(memoryLineSchema),
  }),
  kind: 'change',
  whenOff: 'person',
  toolsets: ['full'],
  within: { tool: 'session', action: 'log' },
  cli: {
    command: 'session log',
    summary: 'remember what a session came to, and what it taught',
    description: 'Remember a summary as an event, and each thing learned as a fact.',
    argument: {
      syntax: '[summary]',
      help: 'what came of it; "-" or nothing reads standard input',
      field: 'summary',
      called: 'The summary',
    },
    options: [
      {
        flags: '--learned <text>',
        help: 'something learned; may be repeated',
        field: 'learnings',
        repeated: true,
      },
      {
        flags: '-e, --entity <reference>',
        help: 'what it is about; may be repeated',
        field: 'entities',
        repeated: true,
      },
      { flags: '-s, --session <id>', help: 'id of the session', field: 'session_id' },
    ],
    examples: [
      'memory-bridge session log "Moved the login to passkeys" --learned "Safari wants a gesture first" -e \'!12\'',
    ],
  },
});
