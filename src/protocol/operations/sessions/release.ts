import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { sessionFields, sessionsAnswer } from './sessionRecord.ts';

export const releaseOperation = defineOperation({
  name: 'release',
  summary: 'Release what a session holds.',
  description: 'Release what a session holds.',
  input: z.object({
    session_id: sessionFields.session_id,
    resource: sessionFields.resource,
    project: projectField.optional(),
  }),
  output: sessionsAnswer,
  kind: 'change',
  toolsets: [],
  within: { tool: 'session', action: 'release' },
});
