import * as z from 'zod';
import { projectField } from '../memoryRecord.ts';
import { defineTool } from '../operation.ts';
import { loopsAnswer } from '../operations/loops/listLoops.ts';

export const loopTool = defineTool({
  name: 'loop',
  summary: 'Loops that are running.',
  description: 'Status of the agent loops that run in this project.',
  input: z.object({ action: z.enum(['status']), project: projectField.optional() }),
  output: loopsAnswer,
  toolsets: ['core', 'full'],
});
