import * as z from 'zod';

/** What comes of the job that `backup` starts. */
export const backupResultSchema = z.object({
  path: z.string(),
  bytes: z.number().int(),
  /** Memories that were counted in it when it was opened and looked through; absent where nobody did. */
  memories: z.number().int().optional(),
});

export type BackupResult = z.output<typeof backupResultSchema>;
