import * as z from 'zod';
import { memoryLineSchema, projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { handOverSchema, sessionFields, sessionsAnswer } from './sessionRecord.ts';

export const sessionContinueOperation = defineOperation({
  name: 'session_continue',
  summary: 'Take up the work of an earlier session.',
  description:
    'Take up what an earlier session left: the one named by continues, else the one of this project that was wrapped up last. Answers with what was done, what is open, what it held and remembered, and what still blocks. Starts the session of the caller.',
  input: z.object({
    session_id: sessionFields.session_id,
    continues: z.string().min(1).max(200).optional().describe('Session to continue. Default: the last one'),
    agent: sessionFields.agent,
    working_on: sessionFields.working_on,
    project: projectField.optional(),
  }),
  output: sessionsAnswer.extend({
    /** Null when no session has left anything. */
    handOver: handOverSchema.nullable(),
    /** What was remembered in it, newest first. */
    remembered: z.array(memoryLineSchema),
    /** Open blockers of the project. */
    blockers: z.array(memoryLineSchema),
  }),
  kind: 'change',
  refusesOrders: true,
  whenOff: 'person',
  otherFields: {
    title: 'working_on',
    new_session_id: 'session_id',
    continues_session_id: 'continues',
    directory: 'project',
  },
  toolsets: ['full'],
  within: { tool: 'session', action: 'continue' },
  cli: {
    command: 'session continue',
    summary: 'take up the work of an earlier session',
    description:
      'Take up what an earlier session left open: the one you name, else the last one of this project.',
    argument: { syntax: '[session]', help: 'id of the earlier session', field: 'continues' },
    options: [
      {
        flags: '-s, --session <id>',
        help: 'id of the session that goes on (default: a new one)',
        field: 'session_id',
      },
      { flags: '--agent <name>', help: 'who works there', field: 'agent' },
    ],
    examples: ['memory-bridge session continue', 'memory-bridge session continue nightly --session morning'],
  },
});
