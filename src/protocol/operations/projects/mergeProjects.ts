import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import { movedAnswer } from './movedAnswer.ts';

export const mergeProjectsOperation = defineOperation({
  name: 'merge_projects',
  summary: 'Make one project of two.',
  description: 'Make one project of two: the first becomes a part of the second.',
  input: z.object({
    from: z.string().min(1).max(512).describe('The project that becomes a part of the other'),
    into: z.string().min(1).max(512).describe('The project that stays'),
    dry_run: z.boolean().default(false).describe('Only count what would move'),
  }),
  output: movedAnswer,
  kind: 'change',
  whenOff: 'anyone',
  toolsets: [],
});
