import * as z from 'zod';
import { jobStartedSchema } from '../../jobRecord.ts';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation, inFullOnly } from '../../operation.ts';

export const importMemoriesOperation = defineOperation({
  name: 'import_memories',
  summary: 'Take in memories from a file or folder.',
  description:
    'Take in memories from a file or folder of the workspace: an export of this memory, or the store of another memory system, which is known by what is in it. The source is only read; what is here already is not taken twice. Use dry_run first. Answers a job; list_jobs says what became of it. What would bind everyone waits in the Inbox.',
  input: z.object({
    path: z.string().min(1).max(4_096).describe('File or folder in the workspace'),
    from: z.string().min(1).max(64).optional().describe('The system it is of, where that cannot be told'),
    dry_run: z.boolean().default(false).describe('Only say what would become of it'),
    duplicates: z
      .enum(['skip', 'update', 'keep-both'])
      .optional()
      .describe('What becomes of what is here already; skip when it is left out'),
    skip_duplicates: z
      .boolean()
      .default(true)
      .register(inFullOnly, {})
      .describe('With false and without duplicates, both stay'),
    project: projectField.optional().describe('All of it goes there; else where it says itself'),
    /** A person says that what the source says is theirs. */
    trust_source: z.boolean().default(false).describe('For people alone'),
  }),
  output: jobStartedSchema,
  kind: 'task',
  whenOff: 'person',
  exact: ['path', 'from'],
  otherFields: { input_path: 'path', file_path: 'path' },
  toolsets: ['full'],
  hints: { idempotent: true },
  cli: {
    command: 'import',
    summary: 'take in memories from a file or folder',
    description:
      'Take in memories from an export, or from the store of another memory system. What the file or folder is, is found out from what is in it; it is only read. A second import adds nothing, and one that was killed goes on. Undo it with the command that it prints.',
    argument: { syntax: '<path>', help: 'file or folder', field: 'path' },
    options: [
      { flags: '--from <system>', help: 'the system it is of, where that cannot be told', field: 'from' },
      { flags: '--dry-run', help: 'only say what would become of it', field: 'dry_run' },
      {
        flags: '--duplicates <wish>',
        help: 'skip, update or keep-both: what becomes of what is here already (default: skip)',
        field: 'duplicates',
        choices: ['skip', 'update', 'keep-both'],
      },
      {
        flags: '--trust-source',
        help: 'what it says is mine: nothing of it waits in the Inbox',
        field: 'trust_source',
      },
      {
        flags: '--settings',
        help: 'also take over the settings of that system, after a question; see config take',
      },
      { flags: '--force', help: 'take them over without a question' },
      { flags: '--fields', help: 'also say what became of each field of the source' },
    ],
    examples: [
      'memory-bridge import backup.json',
      'memory-bridge import ~/.local/share/opencode-memory/memory.db --dry-run',
      'memory-bridge import notes/ --project .',
    ],
    about: 'fromHere',
  },
});
