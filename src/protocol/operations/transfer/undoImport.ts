import * as z from 'zod';
import { jobStartedSchema } from '../../jobRecord.ts';
import { defineOperation } from '../../operation.ts';

/** A person does it: no toolset has it, and agents are refused. */
export const undoImportOperation = defineOperation({
  name: 'undo_import',
  summary: 'Take an import back, whatever its size.',
  description:
    'Take back all memories, values and projects that an import has brought. What was changed since stays as it is, and is told.',
  input: z.object({ change_id: z.string().min(6).max(64).describe('As the import was answered') }),
  output: jobStartedSchema,
  kind: 'task',
  whenOff: 'person',
  exact: ['change_id'],
  toolsets: [],
  cli: {
    command: 'undo-import',
    summary: 'take an import back',
    description:
      'Take back all memories, values and projects that an import has brought. What was changed since stays as it is, and is told; so does a project in which something else is by now. Sessions, and what forges said, stay.',
    argument: { syntax: '<id>', help: 'the id printed with the import', field: 'change_id' },
    about: 'none',
  },
});
