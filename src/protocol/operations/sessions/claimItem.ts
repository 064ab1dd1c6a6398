import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { sessionFields, sessionsAnswer } from './sessionRecord.ts';

export const claimItemOperation = defineOperation({
  name: 'claim_item',
  summary: 'Hold a file or a task for one session alone.',
  description: 'Hold a file or a task for one session alone.',
  input: z.object({
    session_id: sessionFields.session_id,
    agent: sessionFields.agent,
    title: sessionFields.title,
    resource: sessionFields.resource,
    note: sessionFields.note,
    project: projectField.optional(),
  }),
  output: sessionsAnswer.extend({
    /** Whether it was granted, and who holds it otherwise. */
    granted: z.boolean(),
    heldBy: z.string().optional(),
  }),
  kind: 'change',
  formerNames: ['claim'],
  toolsets: [],
  within: { tool: 'session', action: 'claim' },
});
