import * as z from 'zod';
import { proposedActions } from '../../consolidationReport.ts';
import { defineOperation } from '../../operation.ts';

/** For people: what agents propose to be the same, or over, a person decides. */
export const applyConsolidationOperation = defineOperation({
  name: 'apply_consolidation',
  summary: 'Do what is proposed for groups of a report, as one change.',
  description:
    'Do what a report proposes for these groups, or for all. What has changed since is left out. One undo takes it back.',
  input: z.object({
    job_id: z.string().min(6).max(64),
    groups: z.array(z.number().int().min(1)).max(1_000).optional(),
    /** Of one contradiction: the one that holds. The others are superseded by it. */
    keep_id: z.string().min(6).max(64).optional(),
    all: z.boolean().default(false),
    dry_run: z.boolean().default(false),
  }),
  output: z.object({
    /** What was done to which memory, or would be. */
    done: z.array(z.object({ id: z.string(), action: z.enum(proposedActions), group: z.number().int() })),
    /** Memories that were left because they have changed since. */
    left: z.number().int(),
    changeId: z.string(),
  }),
  kind: 'change',
  whenOff: 'person',
  exact: ['job_id', 'keep_id'],
  toolsets: [],
  hints: { destructive: true },
});
