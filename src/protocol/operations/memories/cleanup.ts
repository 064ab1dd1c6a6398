import * as z from 'zod';
import { categories, decidedStatuses, scopes } from '../../../core/memory/memory.ts';
import { defineOperation } from '../../operation.ts';
import { categorySchema, memoryRowSchema, projectField, scopeSchema } from '../../memoryRecord.ts';

/** For people: agents delete what they name, and nothing by its age. */
export const cleanupOperation = defineOperation({
  name: 'cleanup_memories',
  summary: 'Delete memories by age, category, status or id, as one change.',
  description:
    'Delete the memories of a project that everything applies to that is said: one change, which one undo takes back. With ' +
    '`dry_run` it only lists them.',
  input: z.object({
    project: projectField.optional(),
    only_ids: z.array(z.string().min(6).max(64)).min(1).max(1_000).optional(),
    older_than_days: z.number().int().min(1).max(36_500).optional(),
    category: z.array(categorySchema).min(1).max(20).optional(),
    status: z.array(z.enum(decidedStatuses)).min(1).max(5).optional(),
    scope: scopeSchema.optional(),
    all: z.boolean().default(false).describe('Everything in the project; needed where nothing else is said'),
    dry_run: z.boolean().default(false),
  }),
  output: z.object({
    /** Those that were deleted, or would be: the oldest first. */
    memories: z.array(memoryRowSchema),
    /** How many there are in all: more than are listed when one change would not hold them. */
    total: z.number().int(),
    project: z.string().nullable(),
    /** Empty when nothing was deleted. */
    changeId: z.string(),
  }),
  kind: 'change',
  whenOff: 'person',
  exact: ['only_ids'],
  toolsets: [],
  hints: { destructive: true },
  cli: {
    command: 'cleanup',
    summary: 'archive and delete what is old, or delete memories by age, category, status or id',
    description:
      'Without a selection, do what the settings retention.* say: archive blockers that were resolved long ago, and delete ' +
      'conversations to which nothing was added for long. With one, delete memories of this project that everything applies to that you say. It is one change, which one undo takes back. ' +
      'Pinned memories are left out unless their ids are given, and memories for all projects unless --scope global is.',
    options: [
      {
        flags: '--older-than <days>',
        help: 'remembered more than so many days ago',
        field: 'older_than_days',
        most: 36_500,
      },
      { flags: '--ids <ids>', help: 'these alone, separated by commas', field: 'only_ids', repeated: true },
      {
        flags: '-c, --category <category>',
        help: `one of ${categories.join(', ')}; may be repeated`,
        field: 'category',
        choices: categories,
        repeated: true,
      },
      {
        flags: '--status <status>',
        help: `one of ${decidedStatuses.join(', ')}; may be repeated`,
        field: 'status',
        choices: decidedStatuses,
        repeated: true,
      },
      { flags: '--scope <scope>', field: 'scope', choices: scopes },
      { flags: '--all', help: 'everything in the project', field: 'all' },
      {
        flags: '--resolved-blockers-days <days>',
        help: 'archive blockers resolved so long ago (default: the setting; 0: none)',
        most: 36_500,
        least: 0,
      },
      {
        flags: '--conversations-days <days>',
        help: 'delete conversations so old (default: the setting; 0: none)',
        most: 36_500,
        least: 0,
      },
      { flags: '--dry-run', help: 'only list what would be done', field: 'dry_run' },
      { flags: '--log', help: 'show what was done so far' },
      { flags: '--force', help: 'do not ask; with --all alone, the project has to be named' },
    ],
    examples: [
      'memory-bridge cleanup --dry-run',
      'memory-bridge cleanup --status archived --older-than 90 --dry-run',
      'memory-bridge cleanup --ids 4f0c9a1b2d,77aa01c3de',
      'memory-bridge cleanup --all --project group/app --force',
    ],
  },
});
