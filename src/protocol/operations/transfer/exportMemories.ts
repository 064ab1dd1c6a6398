import * as z from 'zod';
import { categories } from '../../../core/memory/memory.ts';
import { jobStartedSchema } from '../../jobRecord.ts';
import { categorySchema, projectField } from '../../memoryRecord.ts';
import { defineOperation, inFullOnly } from '../../operation.ts';

export const exportMemoriesOperation = defineOperation({
  name: 'export_memories',
  summary: 'Write memories to a file.',
  description:
    'Write memories to a file of the workspace, as JSON with everything that is known of them (import_memories reads it back) or as Markdown to read. For a backup, a move to another machine or a report. Without output it goes to the exports folder of the memory. Never replaces a file. Answers a job; list_jobs says when it is done and where the file is.',
  input: z.object({
    output: z
      .string()
      .min(1)
      .max(4_096)
      .optional()
      .describe('Path in the workspace of a file that is not there yet'),
    format: z
      .enum(['json', 'markdown'])
      .optional()
      .describe('Default: as the name of the file ends, else json'),
    project: projectField.optional().describe('Only this project; all of them when it is left out'),
    category: z.array(categorySchema).max(12).optional(),
    since: z.string().max(40).optional().describe('Only what was said since: 7d, 3mo, 2026-11-01'),
    limit: z.number().int().min(1).max(10_000_000).optional().describe('At most so many, the oldest first'),
    offset: z.number().int().min(0).max(10_000_000).default(0).describe('Pass over so many'),
    history: z.boolean().default(false).describe('Also what memories said before'),
    include_deleted: z.boolean().default(false),
    since_days: z
      .number()
      .min(0)
      .max(100_000)
      .optional()
      .register(inFullOnly, {})
      .describe('The same as since, in days'),
    /** A person may have a file of theirs replaced. */
    replace: z.boolean().default(false).describe('For people alone'),
  }),
  output: jobStartedSchema,
  kind: 'task',
  whenOff: 'person',
  otherFields: { output_path: 'output', categories: 'category' },
  withoutEffect: { include_archived: 'what is archived is exported too; category and since say what is not' },
  toolsets: ['full'],
  cli: {
    command: 'export',
    summary: 'write memories to a file',
    description:
      'Write memories to a file, or to standard output. JSON holds everything and is read back by "memory-bridge import"; Markdown is for reading, and is read back as far as it goes. Without --project, the memories of all projects.',
    options: [
      {
        flags: '-o, --output <file>',
        help: 'the file; - is standard output (default: memories.json or memories.md in this folder)',
        field: 'output',
      },
      {
        flags: '-f, --format <format>',
        help: 'json or markdown (default: as the file is called, else json)',
        field: 'format',
        choices: ['json', 'markdown'],
      },
      {
        flags: '-c, --category <category>',
        help: 'only memories of this category; may be repeated',
        field: 'category',
        choices: categories,
        repeated: true,
      },
      { flags: '--since <when>', help: 'only what was said since: 7d, 3mo, 2026-11-01', field: 'since' },
      {
        flags: '-n, --limit <count>',
        help: 'at most so many, the oldest first',
        field: 'limit',
        most: 10_000_000,
      },
      {
        flags: '--offset <count>',
        help: 'pass over so many of them',
        field: 'offset',
        most: 10_000_000,
        least: 0,
      },
      { flags: '--history', help: 'also what memories said before', field: 'history' },
      { flags: '--deleted', help: 'also deleted memories', field: 'include_deleted' },
      { flags: '--force', help: 'replace the file', field: 'replace' },
    ],
    examples: [
      'memory-bridge export --output backup.json --history --deleted',
      'memory-bridge export --project . --format markdown --output notes.md',
      'memory-bridge export --output - | gzip > memories.json.gz',
    ],
    about: 'fromHere',
  },
});
