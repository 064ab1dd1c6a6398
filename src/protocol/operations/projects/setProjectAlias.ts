import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { projectRecordSchema } from './projectRecord.ts';

export const setProjectAliasOperation = defineOperation({
  name: 'set_project_alias',
  summary: 'Give a project another name, or take one away.',
  description: 'Give a project another name, or take one away.',
  input: z.object({
    project: projectField.optional(),
    alias: z.string().min(1).max(512),
    remove: z.boolean().default(false),
  }),
  output: z.object({ project: projectRecordSchema }),
  kind: 'change',
  whenOff: 'anyone',
  toolsets: [],
  hints: { idempotent: true },
  cli: {
    command: 'project alias',
    summary: 'give a project another name',
    description: 'Give the current project, or the one that --project names, another name that leads to it.',
    argument: { syntax: '<alias>', help: 'the other name', field: 'alias' },
    options: [{ flags: '--remove', help: 'take the name away', field: 'remove' }],
    examples: ['memory-bridge project alias shop --project ~/src/web-shop'],
  },
});
