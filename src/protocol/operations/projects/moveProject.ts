import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import { movedAnswer } from './movedAnswer.ts';

/** For a project whose id has changed without its folder saying so: the remote was renamed, or it stands somewhere else now. */
export const moveProjectOperation = defineOperation({
  name: 'move_project',
  summary: 'Give a project another id.',
  description: 'Give a project another id. What it was called before still leads to it.',
  input: z.object({
    from: z.string().min(1).max(512).describe('The project as it is called: a folder, an id or an alias'),
    to: z.string().min(1).max(512).describe('The new id, or the address of the repository'),
    dry_run: z.boolean().default(false).describe('Only count what would move'),
  }),
  output: movedAnswer,
  kind: 'change',
  whenOff: 'anyone',
  toolsets: [],
});
