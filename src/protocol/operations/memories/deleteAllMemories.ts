import * as z from 'zod';
import { scopes } from '../../../core/memory/memory.ts';
import { projectField, scopeSchema } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';

/** A control, because it takes many units of work: ten thousand deletions in one would stop everybody else. */
export const deleteAllMemoriesOperation = defineOperation({
  name: 'delete_all_memories',
  summary: 'Delete all memories of a project, a session, or those for all projects.',
  description:
    'Call only when the person asks to forget everything. The first call deletes nothing: it returns how many memories that would be and a confirm token for exactly those. Tell the person the count, and call again with the token. One undo brings all of them back. What only a person may delete is left.',
  input: z.object({
    scope: scopeSchema
      .default('project')
      .describe(
        'project: all of this project; session: notes of this session; global: those for all projects',
      ),
    confirm: z.string().max(64).optional().describe('The token of the first call'),
    project: projectField.optional(),
  }),
  output: z.object({
    scope: scopeSchema,
    project: z.string().nullable(),
    /** Memories that would be deleted, or were. */
    count: z.number().int(),
    byCategory: z.record(z.string(), z.number()),
    /** Those that only a person may delete. */
    kept: z.number().int(),
    /** What to say to delete exactly these; null when it was said, and when there are none. */
    confirm: z.string().nullable(),
    deleted: z.number().int(),
    /** Empty when nothing was deleted. */
    changeId: z.string(),
  }),
  kind: 'control',
  keepsReply: true,
  exact: ['confirm'],
  otherFields: { app_id: 'project' },
  withoutEffect: {
    user_id: 'the memory is that of the person at this machine',
    agent_id: 'what every agent keeps is deleted alike',
    run_id: 'the session is known by the connection',
  },
  toolsets: ['full'],
  hints: { destructive: true },
  cli: {
    command: 'delete-all',
    summary: 'delete all memories of a project, or those for all projects',
    description: 'Delete all memories of a project, or those for all projects. One undo brings them back.',
    options: [
      {
        flags: '--scope <scope>',
        help: 'project: all of this project; global: those for all projects (default: project)',
        field: 'scope',
        choices: scopes,
      },
      { flags: '--force', help: 'do not ask' },
    ],
  },
});
