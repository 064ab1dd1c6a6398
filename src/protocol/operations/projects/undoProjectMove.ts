import * as z from 'zod';
import { defineOperation } from '../../operation.ts';

export const undoProjectMoveOperation = defineOperation({
  name: 'undo_project_move',
  summary: 'Take a merge or a move of projects back.',
  description: 'Take a merge or a move of projects back.',
  input: z.object({
    change_id: z.string().min(6).max(64).optional().describe('The last one, when it is left out'),
  }),
  output: z.object({
    from: z.string(),
    to: z.string(),
    kind: z.enum(['merge', 'move']),
    changeId: z.string(),
  }),
  kind: 'change',
  whenOff: 'anyone',
  exact: ['change_id'],
  toolsets: [],
  cli: {
    command: 'project undo',
    summary: 'take the last merge or move of projects back',
    argument: { syntax: '[id]', help: 'the id printed with the merge or move', field: 'change_id' },
    about: 'none',
  },
});
