import * as z from 'zod';
import { categories, scopes, statuses } from '../../../core/memory/memory.ts';
import { listOrders } from '../../../core/memory/listOrder.ts';
import { asWritten, defineOperation } from '../../operation.ts';
import {
  categorySchema,
  memoryRowSchema,
  memoryViewSchema,
  projectField,
  scopeSchema,
  statusSchema,
} from '../../memoryRecord.ts';

export const listMemoriesOperation = defineOperation({
  name: 'list_memories',
  summary: 'List memories, newest first.',
  description:
    'Page through memories by category, status, tag or text, in any of five orders. Returns them whole (detail full) or as titles (row), how many there are in all, and a cursor; counts adds how many of each category and status. To answer a question, use recall.',
  input: z.object({
    project: projectField.optional(),
    /** With true every project is listed; with false the project of the caller and global memories. */
    all_projects: z.boolean().default(false),
    category: categorySchema.optional(),
    status: z.array(statusSchema).max(6).optional().describe('Default: active and resolved'),
    scope: scopeSchema.optional(),
    tag: z.string().max(64).register(asWritten, {}).optional(),
    text: z
      .string()
      .max(200)
      .register(asWritten, {})
      .optional()
      .describe('Only memories that contain these words'),
    include_deleted: z.boolean().default(false),
    /** The deleted ones alone. */
    only_deleted: z.boolean().default(false),
    order: z
      .enum([...listOrders, 'relevance'])
      .default('newest')
      .describe('relevance goes with text: best match first, and the last word may be the beginning of one'),
    detail: z
      .enum(['row', 'full'])
      .default('full')
      .describe('row: titles alone, in `rows`; get_memory has the rest'),
    limit: z.number().int().min(1).max(1000).default(50),
    cursor: z.string().max(200).optional(),
    page: z.number().int().min(1).max(100_000).optional().describe('From 1, instead of cursor'),
    counts: z.boolean().default(false).describe('Also how many of each category and status'),
  }),
  output: z.object({
    /** Empty when rows were asked for. */
    memories: z.array(memoryViewSchema),
    rows: z.array(memoryRowSchema).optional(),
    total: z.number().int(),
    project: z.string().nullable(),
    nextCursor: z.string().nullable(),
    /** When `counts` is true: of all that the filters let through. */
    counts: z
      .object({
        byCategory: z.record(z.string(), z.number()),
        byStatus: z.record(z.string(), z.number()),
      })
      .optional(),
  }),
  kind: 'query',
  otherFields: { sort: 'order', page_size: 'limit', app_id: 'project', query: 'text' },
  withoutEffect: {
    user_id: 'the memory is that of the person at this machine',
    agent_id: 'what every agent keeps is listed alike',
    run_id: 'the session is known by the connection',
    filters: 'use category, status, scope, tag and project',
  },
  toolsets: ['full'],
  cli: {
    command: 'list',
    alias: 'ls',
    summary: 'list memories, newest first',
    description: 'List the memories of this project and those for all projects, newest first.',
    options: [
      { flags: '-n, --limit <count>', help: 'maximum number of results', field: 'limit', most: 1000 },
      {
        flags: '-c, --category <category>',
        help: 'only memories of this category',
        field: 'category',
        choices: categories,
      },
      {
        flags: '--status <status>',
        help: `one of ${statuses.join(', ')}; may be repeated (default: active, resolved)`,
        field: 'status',
        choices: statuses,
        repeated: true,
      },
      { flags: '--scope <scope>', field: 'scope', choices: scopes },
      { flags: '-t, --tag <tag>', help: 'only memories with this tag', field: 'tag' },
      { flags: '--text <words>', help: 'only memories that contain these words', field: 'text' },
      { flags: '--deleted', help: 'include deleted memories', field: 'include_deleted' },
      { flags: '-a, --all-projects', help: 'list the memories of every project', field: 'all_projects' },
      { flags: '--sort <order>', field: 'order', choices: [...listOrders, 'relevance'] },
      {
        flags: '--page <number>',
        help: 'that page of --limit memories, from 1',
        field: 'page',
        most: 100_000,
      },
      { flags: '--counts', help: 'also how many of each category and status there are', field: 'counts' },
      { flags: '--cursor <cursor>', help: 'continue where an earlier list ended', field: 'cursor' },
    ],
    examples: ['memory-bridge list -c blocker --status active', 'memory-bridge list --all-projects --json'],
  },
});
