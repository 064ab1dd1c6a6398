import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { sessionFields, sessionsAnswer } from './sessionRecord.ts';

export const releaseItemOperation = defineOperation({
  name: 'release_item',
  summary: 'Release what a session holds.',
  description:
    'Release what this session holds, so that others can have it. Nothing happens when nobody holds it; only a person releases what another session holds.',
  input: z.object({
    session_id: sessionFields.session_id,
    item_ref: sessionFields.item_ref,
    project: projectField.optional(),
  }),
  // An older owner does not say it.
  output: sessionsAnswer.extend({ released: z.boolean().optional() }),
  kind: 'change',
  whenOff: 'person',
  formerNames: ['release'],
  otherFields: { resource: 'item_ref' },
  toolsets: ['full'],
  within: { tool: 'session', action: 'release' },
  cli: {
    command: 'session release',
    summary: 'release what a session holds',
    description: 'Release a file or a task. Without --session, whoever holds it.',
    argument: {
      syntax: '<item>',
      help: '!12, #34, &5, a path or a name',
      field: 'item_ref',
      called: 'The item',
    },
    options: [{ flags: '-s, --session <id>', help: 'id of the session', field: 'session_id' }],
    examples: ["memory-bridge session release '!12'"],
  },
});
