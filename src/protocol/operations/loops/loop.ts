import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import { projectField } from '../../memoryRecord.ts';

export const loopOperation = defineOperation({
  name: 'loop',
  summary: 'Loops that are running.',
  description: 'Status of agent loops in this project.',
  input: z.object({ action: z.enum(['status']), project: projectField.optional() }),
  output: z.object({
    loops: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        state: z.string(),
        iteration: z.number().int(),
        startedAt: z.number(),
      }),
    ),
  }),
  kind: 'query',
  toolsets: ['core', 'full'],
});
