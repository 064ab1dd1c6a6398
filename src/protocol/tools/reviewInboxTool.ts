import * as z from 'zod';
import { projectField } from '../memoryRecord.ts';
import { defineTool } from '../operation.ts';
import { candidateEdits, candidateIds, decidedAnswer } from '../operations/inbox/inboxAnswer.ts';

export const reviewInboxTool = defineTool({
  name: 'review_inbox',
  summary: 'Accept or reject captured candidates.',
  description: 'What waits in the Inbox: list. Only a person can accept or reject.',
  input: z
    .object({
      action: z.enum(['list', 'accept', 'reject', 'accept_all']),
      ids: candidateIds.optional(),
      ...candidateEdits,
      project: projectField.optional(),
      all_projects: z.boolean().default(false),
    })
    .superRefine((input, context) => {
      if (input.action === 'accept' || input.action === 'list') return;
      for (const edit of Object.keys(candidateEdits) as (keyof typeof candidateEdits)[])
        if (input[edit] !== undefined)
          context.addIssue({
            code: 'custom',
            path: [edit],
            message: 'goes with accept of one candidate alone',
          });
    }),
  output: decidedAnswer,
  defaults: { changeId: null },
  toolsets: ['full'],
  hints: { destructive: true },
});
