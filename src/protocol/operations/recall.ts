import * as z from 'zod';
import { defineOperation } from '../operation.ts';
import {
  categorySchema,
  limits,
  memoryLineSchema,
  memoryViewSchema,
  projectField,
  scopeSchema,
} from '../memoryView.ts';

export const recallOperation = defineOperation({
  name: 'recall',
  summary: 'Find memories that answer a question.',
  description:
    'Search the shared memory: decisions, conventions, blockers, procedures, facts. Call before starting work or deciding anything. Names like !12, #34, &5 are matched exactly. Full text: get_memory.',
  input: z.object({
    query: z.string().min(1).max(limits.query),
    limit: z.number().int().min(1).max(50).default(8),
    category: categorySchema.optional(),
    project: projectField.optional(),
    scope: scopeSchema.optional(),
    since: z.string().max(40).optional().describe('ISO date, or an age such as 7d'),
    include_inactive: z.boolean().default(false),
    compact: z.boolean().default(true),
  }),
  output: z.object({
    memories: z.array(memoryLineSchema),
    /** Whole memories, when `compact` is false. */
    full: z.array(memoryViewSchema).optional(),
    project: z.string().nullable(),
    total: z.number().int(),
    /** Words that no memory has, and what was looked for instead. */
    corrections: z.array(z.object({ from: z.string(), to: z.string() })).optional(),
  }),
  access: 'read',
  toolset: 'core',
});
