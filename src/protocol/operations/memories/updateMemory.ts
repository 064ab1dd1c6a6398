import * as z from 'zod';
import { updateActions } from '../../../core/memory/memoryStates.ts';
import { defineOperation } from '../../operation.ts';
import { categorySchema, limits, memoryViewSchema, scopeSchema } from '../../memoryRecord.ts';

export const updateMemoryOperation = defineOperation({
  name: 'update_memory',
  summary: 'Change a memory: edit, resolve, pin, archive, delete, supersede.',
  description:
    'Change a memory. resolve/reopen are for blockers; delete can be undone; supersede needs superseded_by.',
  input: z.object({
    memory_id: z.string().min(6).max(64),
    action: z.enum(updateActions),
    content: z.string().min(1).max(limits.content).optional(),
    title: z.string().min(1).max(limits.title).optional(),
    category: categorySchema.optional(),
    scope: scopeSchema.optional(),
    what: z.string().max(limits.note).nullable().optional(),
    why: z.string().max(limits.note).nullable().optional(),
    learned: z.string().max(limits.note).nullable().optional(),
    tags: z.array(z.string().min(1).max(limits.tag)).max(limits.tags).optional(),
    entities: z.array(z.string().min(1).max(200)).max(limits.entities).optional(),
    superseded_by: z.string().min(6).max(64).optional(),
    note: z.string().max(limits.note).optional().describe('How a blocker was resolved'),
    revision: z.number().int().min(1).optional().describe('Refuse when the memory has changed since'),
  }),
  output: z.object({ memory: memoryViewSchema, changeId: z.string(), changed: z.boolean() }),
  kind: 'change',
  exact: ['memory_id', 'superseded_by'],
  toolsets: ['core', 'full'],
  hints: { destructive: true },
});
