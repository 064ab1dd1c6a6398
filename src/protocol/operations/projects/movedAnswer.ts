import * as z from 'zod';

/** What a move takes along, or would take. */
export const movedAnswer = z.object({
  from: z.string(),
  to: z.string(),
  counts: z.object({
    memories: z.number().int(),
    deleted: z.number().int(),
    sessions: z.number().int(),
    claims: z.number().int(),
    jobs: z.number().int(),
    captured: z.number().int(),
  }),
  /** To take it back by; empty when nothing was done. */
  changeId: z.string(),
});
