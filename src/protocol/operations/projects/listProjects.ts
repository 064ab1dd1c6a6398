import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { projectRecordSchema } from './projectRecord.ts';

export const listProjectsOperation = defineOperation({
  name: 'list_projects',
  summary: 'Projects, whether memory is on in them, and how much they hold.',
  description: 'Projects, whether memory is on in them, and how much they hold.',
  input: z.object({ project: projectField.optional().describe('This one alone') }),
  output: z.object({
    projects: z.array(projectRecordSchema),
    /** The one that the call comes from. */
    current: z.string().nullable(),
    /** What holds where nobody has said anything: the setting projects.default. */
    initial: z.enum(['on', 'off']),
  }),
  kind: 'query',
  toolsets: [],
  cli: {
    command: 'project list',
    summary: 'list projects, and whether memory is on in them',
    about: 'fromHere',
    examples: ['memory-bridge project list', 'memory-bridge project list --json'],
  },
});
