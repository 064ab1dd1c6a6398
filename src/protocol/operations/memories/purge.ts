import * as z from 'zod';
import { categorySchema, statusSchema } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';

/**
 * For people alone, so no toolset has it. No change, although it changes more than any other: of those the server keeps the
 * reply, which is the last thing wanted here. Whoever sends it twice is told that there is nothing any more.
 */
export const purgeOperation = defineOperation({
  name: 'purge',
  summary: 'Remove memories for good, from every byte of the data folder.',
  description: 'Remove memories for good, also from history, index and backups. Only a person can.',
  input: z.object({
    ids: z.array(z.string().min(6).max(64)).max(50).default([]),
    session_ids: z.array(z.string().min(1).max(200)).max(50).default([]).describe('whole ids of sessions'),
    history_only: z
      .boolean()
      .default(false)
      .describe('only what the memories said earlier; they stay as they are now'),
    preview: z.boolean().default(false).describe('only report what would be removed'),
  }),
  output: z.object({
    memories: z.array(
      z.object({
        id: z.string(),
        shortId: z.string(),
        /** Empty for one that only backups know. */
        title: z.string(),
        category: categorySchema.nullable(),
        status: statusSchema.nullable(),
        project: z.string().nullable(),
        deleted: z.boolean(),
        /** Entries of its history that go. */
        historyEntries: z.number().int(),
      }),
    ),
    /** Nothing but the id is known of one that only backups have. */
    sessions: z.array(
      z.object({
        id: z.string(),
        agent: z.string().nullable(),
        title: z.string().nullable(),
        project: z.string().nullable(),
      }),
    ),
    /** Copies in the backups folder that are rewritten without it, or removed because they cannot be read. */
    backups: z.array(z.object({ name: z.string(), action: z.enum(['rewrite', 'remove']) })),
    /** Files in the exports folder that hold it. They are left alone. */
    exports: z.array(z.string()),
    missing: z.array(z.string()),
    purged: z.boolean(),
  }),
  kind: 'control',
  whenOff: 'person',
  exact: ['ids'],
  toolsets: [],
  cli: {
    command: 'purge',
    summary: 'remove memories and sessions for good, from backups too',
    description:
      'Remove memories for good: text, history, search index and vectors, in the database and in every backup. ' +
      'Deleted memories can be purged too. Sessions lose what they quote of them, and what a forge said of what nothing else names goes. ' +
      'This cannot be undone.',
    argument: { syntax: '[ids...]', help: 'short or long ids of memories', field: 'ids', called: '<id>' },
    options: [
      {
        flags: '--session <id>',
        help: 'a session, by its whole id: who was at work, on what, and what was left open; may be repeated',
        field: 'session_ids',
        repeated: true,
      },
      {
        flags: '--history',
        help: 'only remove earlier versions; the memories stay as they are now',
        field: 'history_only',
      },
      { flags: '--force', help: 'do not ask' },
    ],
    examples: [
      'memory-bridge purge 4f0c9a1b2d',
      'memory-bridge purge --history 4f0c9a1b2d   # after a secret was edited out',
      'memory-bridge purge --session nightly',
    ],
    about: 'none',
  },
});
