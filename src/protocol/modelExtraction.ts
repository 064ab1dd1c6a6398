import * as z from 'zod';

/** The kind of the jobs in which a model looks for what was settled. */
export const extractKind = 'extract';

/** What came of one. */
export const extractResultSchema = z.object({
  excerpts: z.number().int(),
  candidates: z.number().int(),
  /** Answers that were not what was asked for. */
  unreadable: z.number().int(),
  tokens: z.number(),
  cost: z.number(),
  /** Why it went no further; null when there was nothing more to read. */
  fault: z.string().nullable(),
});
export type ExtractResult = z.output<typeof extractResultSchema>;

/** Whether a model reads conversations, within which budget, and what that has cost today. */
export const modelStatusSchema = z.object({
  on: z.boolean(),
  /** As it was chosen; null for the one that OpenCode takes. */
  model: z.string().nullable(),
  dailyTokens: z.number(),
  dailyCost: z.number().nullable(),
  today: z.object({
    questions: z.number(),
    tokens: z.number(),
    cost: z.number(),
    fault: z.string().nullable(),
    /** When it was asked last, ms; null for never. */
    at: z.number().nullable(),
  }),
});
export type ModelStatus = z.output<typeof modelStatusSchema>;
