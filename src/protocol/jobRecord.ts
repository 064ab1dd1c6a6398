import * as z from 'zod';
import { jobStates } from '../core/jobs/job.ts';

/** Durable work in the background, as clients see it. Times are of the wall clock, ms. */
export const jobRecordSchema = z.object({
  id: z.string(),
  kind: z.string(),
  /** Canonical id of the project that it is about; null for all. */
  project: z.string().nullable(),
  state: z.enum(jobStates),
  /** In what the job counts: memories, or bytes. Null until it has counted. */
  progress: z.object({ done: z.number(), total: z.number() }).nullable(),
  /** Why it has failed, or why it waits to be tried again. */
  error: z.string().nullable(),
  /** What came of it; null until it is done. */
  result: z.record(z.string(), z.unknown()).nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type JobRecord = z.output<typeof jobRecordSchema>;

/** What every task answers. */
export const jobStartedSchema = z.object({ job: z.string(), state: z.enum(jobStates) });
