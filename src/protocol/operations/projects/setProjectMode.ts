import * as z from 'zod';
import { projectModes } from '../../../core/project/projectMode.ts';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { projectRecordSchema } from './projectRecord.ts';

/** Only a person says it. Off: nothing is captured in the project, and agents read and write nothing of it. */
export const setProjectModeOperation = defineOperation({
  name: 'set_project_mode',
  summary: 'Switch memory on or off in a project.',
  description: 'Switch memory on or off in a project, or pause it.',
  input: z.object({
    project: projectField.optional(),
    mode: z.enum(projectModes),
    for: z.string().max(20).optional().describe('Of a pause: 30m, 2h, 3d'),
    until: z.string().max(40).optional().describe('Of a pause: an ISO date with time'),
  }),
  output: z.object({ project: projectRecordSchema }),
  kind: 'change',
  whenOff: 'anyone',
  exact: ['for', 'until'],
  toolsets: [],
  hints: { idempotent: true },
});
