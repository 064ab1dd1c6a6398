import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation, inFullOnly } from '../../operation.ts';
import { sessionsAnswer } from './sessionRecord.ts';

export const getActiveSessionsOperation = defineOperation({
  name: 'get_active_sessions',
  summary: 'See who is at work, and what they hold.',
  description:
    'See who is at work in this project, on what, and what they hold. Sessions that ended or went stale within a day come last and are marked; active_only leaves them out.',
  input: z.object({
    active_only: z.boolean().default(false),
    all: z
      .boolean()
      .default(false)
      .describe('Also those of earlier days, as long as they are kept')
      .register(inFullOnly, {}),
    project: projectField.optional(),
  }),
  output: sessionsAnswer,
  kind: 'query',
  formerNames: ['list_sessions'],
  toolsets: ['full'],
  within: { tool: 'session', action: 'list' },
  cli: {
    command: 'session list',
    summary: 'show who is at work, and what they hold',
    description: 'Show who is at work, and who was within the last day.',
    options: [
      { flags: '--active', help: 'only who is at work now', field: 'active_only' },
      { flags: '--all', help: 'also those of earlier days, as long as they are kept', field: 'all' },
    ],
    examples: ['memory-bridge session list', 'memory-bridge session list --active --json'],
  },
});
