import * as z from 'zod';

const done = z.object({
  count: z.number().int(),
  /** The first thousand. */
  ids: z.array(z.string()),
});

/** What a run of retention has done, or would do. */
export const retentionResultSchema = z.object({
  dryRun: z.boolean(),
  archived: done,
  deleted: done,
  purged: done,
  /** Old enough, and left because somebody is at work on them or has brought them back. */
  kept: z.number().int(),
  /** Takes back what was archived and deleted; empty where nothing was. */
  changeId: z.string(),
  /** As of which moment, ms. */
  asOf: z.number(),
});
export type RetentionResult = z.output<typeof retentionResultSchema>;
