import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { sessionFields, sessionsAnswer } from './sessionRecord.ts';

export const releaseItemOperation = defineOperation({
  name: 'release_item',
  summary: 'Release what a session holds.',
  description: 'Release what a session holds.',
  input: z.object({
    session_id: sessionFields.session_id,
    resource: sessionFields.resource,
    project: projectField.optional(),
  }),
  output: sessionsAnswer,
  kind: 'change',
  formerNames: ['release'],
  toolsets: [],
  within: { tool: 'session', action: 'release' },
});
