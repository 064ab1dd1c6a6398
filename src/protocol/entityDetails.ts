import * as z from 'zod';
import { entityOutcomes } from '../core/entity/entityRecord.ts';

/** What a forge said of something that memories name, and how old that is. Times are of the wall clock, ms. */
export const entityDetailsSchema = z.object({
  /** With its host and path. */
  reference: z.string(),
  title: z.string().nullable(),
  /** opened, merged, closed, locked or draft. */
  state: z.string().nullable(),
  author: z.string().nullable(),
  labels: z.array(z.string()),
  url: z.string().nullable(),
  /** Of the last question: not_found may also mean that the forge hides it. */
  outcome: z.enum(entityOutcomes),
  /** When the forge last said so; null when it never has. */
  fetchedAt: z.number().nullable(),
  /** Age label of `fetchedAt`. */
  age: z.string().nullable(),
  /** Older than a day. */
  isStale: z.boolean(),
});
export type EntityDetails = z.output<typeof entityDetailsSchema>;

/** What comes of the job that `enrich_entities` starts. */
export const enrichResultSchema = z.object({
  /** References that were asked about. */
  asked: z.number().int(),
  found: z.number().int(),
  notFound: z.number().int(),
  noAccess: z.number().int(),
  /** Left for another time: their forge could not be asked, or wanted no more questions. */
  left: z.number().int(),
  /** What a person can do about it, each sentence once. */
  notes: z.array(z.string()),
});
export type EnrichResult = z.output<typeof enrichResultSchema>;

export const enrichKind = 'enrich';
