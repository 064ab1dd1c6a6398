import * as z from 'zod';
import { categorySchema } from './memoryRecord.ts';

/** A memory that says nearly the same as one that was just kept, or the opposite. */
export const nearSchema = z.object({
  id: z.string(),
  shortId: z.string(),
  category: categorySchema,
  title: z.string(),
  /** How many of their words are the same, 0 to 1. */
  likeness: z.number(),
  /** How they exclude each other: one denies what the other says, or says another value. Null where they say the same. */
  opposition: z.enum(['denial', 'value']).nullable(),
});
export type NearRecord = z.output<typeof nearSchema>;
