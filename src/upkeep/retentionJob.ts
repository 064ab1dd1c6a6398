import * as z from 'zod';
import { actorKinds } from '../core/memory/history.ts';

export const retentionKind = 'run_retention';

const days = z.number().nullable();

/** What a run is asked to do. */
export const retentionPayload = z.object({
  dryRun: z.boolean(),
  asOf: z.number(),
  rules: z.object({ resolvedBlockerDays: days, conversationDays: days, purgeDays: days }),
  by: z.object({ kind: z.enum(actorKinds), name: z.string().optional() }),
  projects: z.array(z.string().nullable()).optional(),
  /** The clock says beforehand what it will do the first time. */
  announced: z.literal(true).optional(),
});
export type RetentionPayload = z.output<typeof retentionPayload>;
