import * as z from 'zod';
import { contradictionLineSchema } from '../../contradictionLine.ts';
import { defineOperation } from '../../operation.ts';
import { memoryViewSchema } from '../../memoryRecord.ts';

export const getMemoryOperation = defineOperation({
  name: 'get_memory',
  summary: 'Read whole memories by id.',
  description: 'Full text of memories by id, as recall shows them.',
  input: z.object({ ids: z.array(z.string().min(6).max(64)).min(1).max(50) }),
  output: z.object({
    memories: z.array(memoryViewSchema),
    missing: z.array(z.string()),
    /** What was linked as contradicting one of them. */ contradictions: z
      .array(contradictionLineSchema)
      .optional(),
  }),
  kind: 'query',
  otherNames: ['get_by_id'],
  otherFields: { memory_id: 'ids', memory_ids: 'ids', id: 'ids' },
  toolsets: ['core', 'full'],
  cli: {
    command: 'get',
    alias: 'show',
    summary: 'show memories in full',
    description: 'Show memories in full, by the ids that recall and list print.',
    argument: { syntax: '<ids...>', help: 'short or long ids', field: 'ids', called: '<id>' },
  },
});
