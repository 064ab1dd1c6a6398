import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import { categorySchema, limits, memoryViewSchema, projectField } from '../../memoryRecord.ts';

export const reviewInboxOperation = defineOperation({
  name: 'review_inbox',
  summary: 'Accept or reject captured candidates.',
  description: 'What waits in the Inbox: list. Only a person can accept or reject.',
  input: z.object({
    action: z.enum(['list', 'accept', 'reject', 'accept_all']),
    ids: z.array(z.string().min(6).max(64)).max(500).optional(),
    /** Edits that go with `accept` of one candidate. */
    content: z.string().min(1).max(limits.content).optional(),
    title: z.string().min(1).max(limits.title).optional(),
    category: categorySchema.optional(),
    why: z.string().max(limits.note).optional(),
    project: projectField.optional(),
    all_projects: z.boolean().default(false),
  }),
  output: z.object({
    memories: z.array(memoryViewSchema),
    changeId: z.string().nullable(),
    remaining: z.number().int(),
  }),
  kind: 'change',
  exact: ['ids'],
  toolsets: ['full'],
  hints: { destructive: true },
});
