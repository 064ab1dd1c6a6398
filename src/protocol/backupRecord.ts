import * as z from 'zod';

/** A copy of the database, as clients see it. Times are of the wall clock, ms. */
export const backupRecordSchema = z.object({
  name: z.string(),
  path: z.string(),
  bytes: z.number().int(),
  madeAt: z.number(),
  origin: z.enum(['daily', 'person', 'migration', 'restore', 'rescued']),
  /** `unverified`: nobody has looked through it since it was last written. */
  state: z.enum(['verified', 'unverified', 'damaged']),
  /** What is the matter with a damaged one. */
  fault: z.string().nullable(),
  /** Of a verified one. */
  memories: z.number().int().nullable(),
  newestChange: z.number().nullable(),
  schemaVersion: z.number().int().nullable(),
});
export type BackupRecordView = z.output<typeof backupRecordSchema>;

/** A restore that was asked for, and what became of it. */
export const restoreViewSchema = z.object({
  id: z.string(),
  /** Name of the backup under which the database of before is kept. */
  kept: z.string(),
  askedAt: z.number(),
  state: z.enum(['asked', 'done', 'failed']),
  error: z.string().nullable(),
});
export type RestoreView = z.output<typeof restoreViewSchema>;

/** All of them together, for status pages. */
export const backupSummarySchema = z.object({
  count: z.number().int(),
  bytes: z.number().int(),
  /** The newest that is verified. */
  newest: backupRecordSchema.nullable(),
  damaged: z.array(backupRecordSchema),
});
export type BackupSummary = z.output<typeof backupSummarySchema>;
