import * as z from 'zod';
import { findingKinds, findingReasons, proposedActions } from '../../consolidationReport.ts';
import { memoryRowSchema, projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';

export const consolidationGroupSchema = z.object({
  group: z.number().int(),
  kind: z.enum(findingKinds),
  reason: z.enum(findingReasons),
  /** The same in a sentence. */
  why: z.string(),
  action: z.enum(proposedActions),
  /** What the action comes to, in a sentence. */
  proposal: z.string(),
  keep: z.string().nullable(),
  memories: z.array(memoryRowSchema),
});
export type ConsolidationGroup = z.output<typeof consolidationGroupSchema>;

export const getConsolidationOperation = defineOperation({
  name: 'get_consolidation',
  summary: 'What a look for stale, duplicate, contradicting and orphaned memories has found.',
  description:
    'Call after consolidate_memory: the groups that it found, each with its memories, why, and what is proposed. Contradictions show both sides: find out which holds. What has changed since is left out. A person applies it with "memory-bridge consolidate".',
  input: z.object({
    project: projectField.optional(),
    job_id: z.string().min(6).max(64).optional().describe('Default: the latest look'),
    kind: z.enum(findingKinds).optional().describe('Only groups of this kind'),
    limit: z.number().int().min(1).max(1_000).default(50),
  }),
  output: z.object({
    /** Null when nobody has looked. */
    job: z.string().nullable(),
    at: z.number().nullable(),
    looked: z.number().int(),
    groups: z.array(consolidationGroupSchema),
    total: z.number().int(),
    /** There was more than fits into a report: look again when this is applied. */
    isCut: z.boolean(),
  }),
  kind: 'query',
  exact: ['job_id'],
  toolsets: ['full'],
});
