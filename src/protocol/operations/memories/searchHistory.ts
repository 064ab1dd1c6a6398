import * as z from 'zod';
import { categories } from '../../../core/memory/memory.ts';
import { changeActions } from '../../../core/memory/history.ts';
import { asWritten, defineOperation } from '../../operation.ts';
import { categorySchema, memoryLineSchema, projectField } from '../../memoryRecord.ts';
import { limits } from '../../limits.ts';

export const searchHistoryOperation = defineOperation({
  name: 'search_history',
  summary: 'Search what memories said before, and those that are no longer in force.',
  description:
    'Call when you want to know how something came to be, or what held before: searches also resolved, superseded and archived memories, and earlier texts of those that were edited. Returns each with its state and age, and the earlier texts in `earlier`. For what holds now, use recall.',
  input: z.object({
    query: z.string().min(1).max(limits.query).register(asWritten, {}),
    category: categorySchema.optional(),
    limit: z.number().int().min(1).max(50).default(20),
    project: projectField.optional(),
  }),
  output: z.object({
    /** Best first, whatever their status. */
    memories: z.array(memoryLineSchema),
    /** What memories said before a change, the latest change first. */
    earlier: z.array(
      z.object({
        /** The memory as it is now. */
        memory: memoryLineSchema,
        /** What it said then. */
        title: z.string(),
        snippet: z.string(),
        /** The change that ended that text, which undo takes. */
        changeId: z.string(),
        action: z.enum(changeActions),
        at: z.number(),
        age: z.string(),
      }),
    ),
    project: z.string().nullable(),
    /** Answers before `limit` cut them. */
    total: z.number().int(),
  }),
  kind: 'query',
  toolsets: ['full'],
  cli: {
    command: 'search-history',
    summary: 'search what memories said before',
    description:
      'Search resolved, superseded and archived memories too, and what memories said before they were edited.',
    argument: {
      syntax: '<query...>',
      help: 'words or a whole question',
      field: 'query',
      joined: true,
      called: 'The question',
    },
    options: [
      {
        flags: '-c, --category <category>',
        help: 'only memories of this category',
        field: 'category',
        choices: categories,
      },
      { flags: '-n, --limit <count>', help: 'maximum number of results', field: 'limit', most: 50 },
    ],
    examples: [
      'memory-bridge search-history which database',
      'memory-bridge search-history -c decision queue',
    ],
  },
});
