import * as z from 'zod';
import { memoryLineSchema } from './memoryRecord.ts';

/** The other side of a memory that is shown. */
export const contradictionLineSchema = z.object({
  /** Id of the one that is shown. */
  of: z.string(),
  other: memoryLineSchema,
});
export type ContradictionLine = z.output<typeof contradictionLineSchema>;
