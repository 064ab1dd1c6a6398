import * as z from 'zod';

export const documentsKind = 'documents';

/** What came of a job that read documents. */
export const documentResultSchema = z.object({
  /** Files that were read. */
  files: z.number().int(),
  created: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  /** Their section is gone. */
  archived: z.number().int(),
  /** Put otherwise by the document and by a person: the document's words wait in the Inbox. */
  offered: z.number().int(),
  /** Deleted or rejected by a person, and not made again. */
  left: z.number().int(),
  /** Of those that were created: what waits in the Inbox. */
  waiting: z.number().int(),
  /** Files that could not be read, the first twenty, and how many those are. */
  skipped: z.array(z.object({ path: z.string(), reason: z.string() })),
  skippedCount: z.number().int(),
  /** Kinds of secret that were replaced. */
  redacted: z.array(z.string()),
  /** For `undo`; null when nothing changed. */
  changeId: z.string().nullable(),
  /** Canonical id of the project that they belong to. */
  project: z.string(),
  /** As people know it. */
  projectName: z.string(),
});
export type DocumentResult = z.output<typeof documentResultSchema>;
