import * as z from 'zod';
import { categorySchema, memoryRowSchema, projectField, memoryReference } from '../../memoryRecord.ts';
import { limits } from '../../limits.ts';
import { defineOperation } from '../../operation.ts';

export const bulkArchiveOperation = defineOperation({
  name: 'bulk_archive',
  summary: 'Keep several memories out of recall, as one change.',
  description:
    'Call to archive many memories that no longer matter: those named by memory_ids, or those of a category and older than so many days in this project. Look first with dry_run. Pinned ones, and what only a person may change, are left. Returns what was archived and how many are left for another call; one undo brings all of it back.',
  input: z.object({
    memory_ids: z.array(memoryReference).min(1).max(500).optional(),
    category: categorySchema.optional(),
    older_than_days: z.number().int().min(1).max(36_500).optional(),
    reason: z.string().min(1).max(limits.reason).describe('Kept with each, and shown with it'),
    dry_run: z.boolean().default(false).describe('Only say which'),
    project: projectField.optional(),
  }),
  output: z.object({
    /** Those that were archived, or would be. */
    rows: z.array(memoryRowSchema),
    archived: z.number().int(),
    /** Pinned ones, and those that only a person may change. */
    kept: z.number().int(),
    /** Those that fit and are left for another call. */
    remaining: z.number().int(),
    /** Empty when nothing was changed. */
    changeId: z.string(),
  }),
  kind: 'change',
  exact: ['memory_ids'],
  otherFields: { ids: 'memory_ids' },
  toolsets: ['full'],
  hints: { destructive: true },
});
