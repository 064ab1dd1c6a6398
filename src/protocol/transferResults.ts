import * as z from 'zod';
import { categories } from '../core/memory/memory.ts';

/** What an export ended with: the result of its job. */
export const exportResultSchema = z.object({
  path: z.string(),
  bytes: z.number(),
  memories: z.number().int(),
  format: z.enum(['json', 'markdown']),
});
export type ExportResult = z.output<typeof exportResultSchema>;

/** What an export is asked for: the payload of its job. */
export const exportWishSchema = z.object({
  path: z.string(),
  isReplaced: z.boolean(),
  format: z.enum(['json', 'markdown']),
  projects: z.array(z.string()).optional(),
  categories: z.array(z.enum(categories)).optional(),
  since: z.number().optional(),
  limit: z.number().int().optional(),
  offset: z.number().int().optional(),
  withHistory: z.boolean(),
  withDeleted: z.boolean(),
  /** A person asked for it; agents get nothing of projects in which memory is off. */
  isPersons: z.boolean(),
});
export type ExportPayload = z.output<typeof exportWishSchema>;
