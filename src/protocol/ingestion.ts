import * as z from 'zod';
import { modelStatusSchema } from './modelExtraction.ts';
import { watchedSchema } from './watchedDocuments.ts';

/** The kind of the jobs that read conversations. */
export const ingestKind = 'ingest';

/** Agents whose conversations can be read. */
export const conversationAgents = ['opencode', 'claude-code', 'codex', 'gemini'] as const;

/** Which conversations a job reads: all that are switched on, or those of one agent. */
export const ingestPayloadSchema = z.object({ feed: z.string().nullable() });
export type IngestPayload = z.output<typeof ingestPayloadSchema>;

/** What came of reading conversations. */
export const ingestResultSchema = z.object({
  /** Sources that were read. */
  sources: z.number().int(),
  /** Conversations that are new, turns that are new or changed, and what they put into the Inbox. */
  conversations: z.number().int(),
  turns: z.number().int(),
  candidates: z.number().int(),
  /** What could not be read, in sentences. */
  faults: z.array(z.string()),
});
export type IngestResult = z.output<typeof ingestResultSchema>;

/** One of the things that conversations are read from. Times are of the wall clock, ms. */
const sourceSchema = z.object({
  /** Where it is. */
  where: z.string(),
  /** What of it was found to be there, e.g. tables; empty before it was read. */
  holds: z.array(z.string()),
  /** When something of it was kept last; null for never. */
  readAt: z.number().nullable(),
});

export const ingestionStatusSchema = z.object({
  /** Whether any are read. */
  enabled: z.boolean(),
  /** What keeps them from being read besides the setting; null for nothing. */
  stoppedBy: z.string().nullable(),
  agents: z.array(
    z.object({
      agent: z.string(),
      on: z.boolean(),
      /** The setting that says so. */
      setting: z.string(),
      sources: z.array(sourceSchema),
    }),
  ),
  /** What came of the last time; null before there was one. */
  last: z
    .object({ at: z.number(), result: ingestResultSchema.nullable(), error: z.string().nullable() })
    .nullable(),
  model: modelStatusSchema,
  /** Documents that are kept in step with their files, by the setting `ingestion.documents`; earlier releases kept none. */
  documents: z.array(watchedSchema.omit({ stamp: true }).extend({ path: z.string() })).optional(),
});
export type IngestionStatus = z.output<typeof ingestionStatusSchema>;
