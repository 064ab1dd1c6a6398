import * as z from 'zod';

/** Where it is kept how documents were when they were last looked at, by the path as the setting has it. */
export const watchedSpace = 'watched-documents';

/** A file or folder of the setting `ingestion.documents`, as it was when it was last read. */
export const watchedSchema = z.object({
  /** Of names, times and sizes; empty before it was read. */
  stamp: z.string(),
  files: z.number().int(),
  /** When it was last found to have changed, ms; null for never. */
  at: z.number().nullable(),
  /** Why it is not read, in a sentence; null where it is. */
  fault: z.string().nullable(),
});
export type WatchedDocuments = z.output<typeof watchedSchema>;
