import * as z from 'zod';
import { projectModes } from '../../../core/project/projectMode.ts';

export const projectRecordSchema = z.object({
  id: z.string(),
  name: z.string(),
  mode: z.enum(projectModes),
  /** When a pause ends by itself, ms; null: when somebody switches the project on. */
  until: z.number().nullable(),
  aliases: z.array(z.string()),
  root: z.string().nullable(),
  /** Living ones, those from before under other names too. */
  memories: z.number().int(),
  /** Of its memories and sessions, ms. */
  lastActivity: z.number().nullable(),
});
export type ProjectRecord = z.output<typeof projectRecordSchema>;
