import * as z from 'zod';

export const consolidationKind = 'consolidate_memory';

export const consolidationPayload = z.object({
  daysStale: z.number(),
  projects: z.array(z.string().nullable()).optional(),
  threshold: z.number(),
});
export type ConsolidationPayload = z.output<typeof consolidationPayload>;
