import * as z from 'zod';
import { jobStartedSchema } from '../../jobRecord.ts';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';

export const consolidateMemoryOperation = defineOperation({
  name: 'consolidate_memory',
  summary: 'Look for memories that are stale, said twice, contradicting or left behind.',
  description:
    'Call when the memory of a project has grown old or contradicts itself: starts a look for stale, duplicate, contradicting and orphaned memories, which changes nothing. Returns a job; get_consolidation has the groups and what is proposed for each. Only a person applies them.',
  input: z.object({
    project: projectField.optional(),
    all_projects: z.boolean().default(false).describe('Every project, not that of the caller alone'),
    days_stale: z
      .number()
      .int()
      .min(1)
      .max(36_500)
      .default(90)
      .describe('Days without being used or changed after which a memory is stale'),
  }),
  output: jobStartedSchema,
  kind: 'task',
  whenOff: 'person',
  toolsets: ['full'],
  cli: {
    command: 'consolidate',
    summary: 'find what is stale, said twice, contradicting or left behind',
    description:
      'Look for memories that nobody has used for long, that say the same, that exclude each other, or whose file, session or ' +
      'successor is gone; show them in groups, and do what is proposed for those that you choose. It is one change, which one ' +
      'undo takes back.',
    options: [
      {
        flags: '--days-stale <days>',
        help: 'days without use after which a memory is stale (default: 90)',
        field: 'days_stale',
        most: 36_500,
      },
      { flags: '-a, --all-projects', help: 'look at every project', field: 'all_projects' },
      { flags: '--apply <group>', help: 'number of a group, or a kind; may be repeated', repeated: true },
      { flags: '--keep <id>', help: 'with one --apply: the memory that holds, and replaces the others' },
      { flags: '--all', help: 'apply all that is proposed' },
      { flags: '--dry-run', help: 'only say what would be done' },
      { flags: '--force', help: 'do not ask' },
    ],
    examples: [
      'memory-bridge consolidate',
      'memory-bridge consolidate --apply duplicate --dry-run',
      'memory-bridge consolidate --apply 1 --apply 4',
      'memory-bridge consolidate --apply 2 --keep 4f0c9a1b2d',
    ],
  },
});
