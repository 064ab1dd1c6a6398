import * as z from 'zod';
import { categorySchema, memoryViewSchema } from '../../memoryRecord.ts';
import { limits } from '../../limits.ts';

/** The candidates that a verb is about, and how many wait after it. */
export const inboxAnswer = z.object({ memories: z.array(memoryViewSchema), remaining: z.number().int() });

/** What was decided, and how to take it back; null when nothing was. */
export const decidedAnswer = inboxAnswer.extend({ changeId: z.string().nullable() });

export const candidateIds = z.array(z.string().min(6).max(64)).max(500);

/** What a person puts otherwise while they accept one candidate. */
export const candidateEdits = {
  content: z.string().min(1).max(limits.content).optional(),
  title: z.string().min(1).max(limits.title).optional(),
  category: categorySchema.optional(),
  why: z.string().max(limits.note).optional(),
};
