import * as z from 'zod';

/** What comes of the job that `backup` starts. */
export const backupResultSchema = z.object({ path: z.string(), bytes: z.number().int() });

export type BackupResult = z.output<typeof backupResultSchema>;
