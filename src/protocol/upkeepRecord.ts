import * as z from 'zod';
import { actorKinds } from '../core/memory/history.ts';

/** One line of the log of upkeep: see `upkeep/upkeepEntries.ts`. */
export const upkeepRecordSchema = z.object({
  id: z.string(),
  kind: z.enum(['retention', 'consolidation', 'optimize', 'vacuum']),
  at: z.number(),
  by: z.object({ kind: z.enum(actorKinds), name: z.string().optional() }),
  counts: z.record(z.string(), z.number()),
  changeId: z.string().nullable(),
  dryRun: z.boolean().optional(),
  bytes: z.object({ before: z.number(), after: z.number() }).optional(),
});
export type UpkeepRecord = z.output<typeof upkeepRecordSchema>;
