import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { holderSchema, sessionFields, sessionsAnswer } from './sessionRecord.ts';

export const claimItemOperation = defineOperation({
  name: 'claim_item',
  summary: 'Hold a file or a task for one session alone.',
  description:
    'Hold a merge request (!12), an issue (#34), an epic (&5), a path or any name for this session alone. Call before changing what others may be working on. When another session holds it, the answer says who, what they work on and since when.',
  input: z.object({
    session_id: sessionFields.session_id,
    agent: sessionFields.agent,
    working_on: sessionFields.working_on,
    item_ref: sessionFields.item_ref,
    note: sessionFields.note,
    project: projectField.optional(),
  }),
  output: sessionsAnswer.extend({
    /** Whether it was granted, and who holds it otherwise. */
    granted: z.boolean(),
    heldBy: z.string().optional(),
    holder: holderSchema.optional(),
    /** What is held, in the one form that all ways to write it have. */
    item: z.string().optional(),
  }),
  kind: 'change',
  refusesOrders: true,
  formerNames: ['claim'],
  otherFields: { title: 'working_on', resource: 'item_ref' },
  toolsets: ['full'],
  within: { tool: 'session', action: 'claim' },
  cli: {
    command: 'session claim',
    summary: 'hold a file or a task for one session alone',
    description:
      'Hold a file or a task for one session alone. Fails when another session holds it, and says which.',
    argument: {
      syntax: '<item>',
      help: '!12, #34, &5, a path or a name',
      field: 'item_ref',
      called: 'The item',
    },
    options: [
      { flags: '-s, --session <id>', help: 'id of the session', field: 'session_id' },
      { flags: '--note <text>', help: 'what for', field: 'note' },
    ],
    examples: [
      "memory-bridge session claim '!12' --session nightly",
      'memory-bridge session claim src/login.ts -s nightly',
    ],
  },
});
