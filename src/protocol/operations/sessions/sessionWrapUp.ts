import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { leftMemory, sessionFields, sessionsAnswer } from './sessionRecord.ts';

export const sessionWrapUpOperation = defineOperation({
  name: 'session_wrap_up',
  summary: 'End a session and leave what is open to the next one.',
  description:
    'End a session and hand its work over: what was done, what is open, what comes next. The next session in this project finds it in its boot context and takes it up with session_continue. Releases the claims.',
  input: z.object({
    session_id: sessionFields.session_id,
    summary: sessionFields.summary,
    learned: sessionFields.learned,
    done: sessionFields.done,
    open_items: sessionFields.open_items,
    next: sessionFields.next,
    project: projectField.optional(),
  }),
  output: sessionsAnswer.extend(leftMemory),
  kind: 'change',
  refusesOrders: true,
  whenOff: 'person',
  toolsets: ['full'],
  within: { tool: 'session', action: 'wrap_up' },
  cli: {
    command: 'session wrap-up',
    summary: 'end a session and leave what is open to the next one',
    description:
      'End a session and say what was done and what is open. The next session in this project is told.',
    argument: { syntax: '[summary]', help: 'what came of it; "-" reads standard input', field: 'summary' },
    options: [
      { flags: '-s, --session <id>', help: 'id of the session', field: 'session_id' },
      {
        flags: '--done <text>',
        help: 'something that was done; may be repeated',
        field: 'done',
        repeated: true,
      },
      {
        flags: '--open <text>',
        help: 'something that is open; may be repeated',
        field: 'open_items',
        repeated: true,
      },
      { flags: '--next <text>', help: 'what should be done first', field: 'next' },
      { flags: '--learned <text>', help: 'what was learned from it', field: 'learned' },
    ],
    examples: [
      'memory-bridge session wrap-up "The login works" --open "tests on Windows" --next "ask for a review" --session nightly',
    ],
  },
});
