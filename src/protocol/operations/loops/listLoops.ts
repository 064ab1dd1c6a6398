import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';

export const loopsAnswer = z.object({
  loops: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      state: z.string(),
      iteration: z.number().int(),
      startedAt: z.number(),
    }),
  ),
});

export const listLoopsOperation = defineOperation({
  name: 'list_loops',
  summary: 'Loops that are running.',
  description: 'Status of agent loops in this project.',
  input: z.object({ project: projectField.optional() }),
  output: loopsAnswer,
  kind: 'query',
  toolsets: [],
  within: { tool: 'loop', action: 'status' },
});
