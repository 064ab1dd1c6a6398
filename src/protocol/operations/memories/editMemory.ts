import * as z from 'zod';
import { categorySchema, limits, scopeSchema } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { changedMemoryAnswer, namedMemory } from './changedMemory.ts';

/** What of a memory can be put otherwise. Null empties a note. */
export const memoryEdits = {
  content: z.string().min(1).max(limits.content).optional(),
  title: z.string().min(1).max(limits.title).optional(),
  category: categorySchema.optional(),
  scope: scopeSchema.optional(),
  what: z.string().max(limits.note).nullable().optional(),
  why: z.string().max(limits.note).nullable().optional(),
  learned: z.string().max(limits.note).nullable().optional(),
  tags: z.array(z.string().min(1).max(limits.tag)).max(limits.tags).optional(),
  entities: z.array(z.string().min(1).max(200)).max(limits.entities).optional(),
};

export const editMemoryOperation = defineOperation({
  name: 'edit_memory',
  summary: 'Put a memory otherwise.',
  description: 'Put a memory otherwise.',
  input: z.object({ ...namedMemory, ...memoryEdits }),
  output: changedMemoryAnswer,
  kind: 'change',
  exact: ['memory_id'],
  toolsets: [],
  within: { tool: 'update_memory', action: 'edit' },
});
