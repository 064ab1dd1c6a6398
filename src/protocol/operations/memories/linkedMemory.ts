import * as z from 'zod';
import { relationKinds } from '../../../core/memory/memoryLink.ts';
import { memoryLineSchema } from '../../memoryRecord.ts';

/** A memory that links lead to, and how. See `recall/linkedMemories.ts`. */
export const linkedMemorySchema = memoryLineSchema.extend({
  linked: z.object({
    /** Id of the memory from which it was reached. */
    from: z.string(),
    kind: z.enum(relationKinds),
    direction: z.enum(['out', 'in', 'both']),
    strength: z.number(),
    reason: z.string().optional(),
    /** Age label of the link. */
    age: z.string(),
    depth: z.number().int(),
  }),
});
export type LinkedLine = z.output<typeof linkedMemorySchema>;
