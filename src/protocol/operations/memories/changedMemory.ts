import * as z from 'zod';
import { memoryViewSchema, memoryReference } from '../../memoryRecord.ts';

/** Which memory a verb is about. */
export const namedMemory = {
  memory_id: memoryReference,
  revision: z.number().int().min(1).optional().describe('Refuse when the memory has changed since'),
};

/** A memory as it is after a verb. `changeId` is empty when there was nothing to change. */
export const changedMemoryAnswer = z.object({
  memory: memoryViewSchema,
  changeId: z.string(),
  changed: z.boolean(),
});
export type ChangedMemory = z.output<typeof changedMemoryAnswer>;
