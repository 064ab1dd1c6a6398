import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import { memoryViewSchema } from '../../memoryRecord.ts';

export const commitSchema = z.object({
  sha: z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/),
  authorName: z.string().max(300),
  authorEmail: z.string().max(300),
  authoredAt: z.number(),
  message: z.string().max(100_000),
});
export type CapturedCommit = z.output<typeof commitSchema>;

/**
 * The editor names commits of a repository on this machine; the server reads files and ADRs itself from `root`.
 * `localAuthors` are the e-mail addresses that mean the person at this machine (git's user.email of the repository).
 */
export const captureCommitsOperation = defineOperation({
  name: 'capture_commits',
  summary: 'Read decisions from commits.',
  description: 'Record decisions found in commits of a local repository.',
  input: z.object({
    root: z.string().min(1).max(4096),
    commits: z.array(commitSchema).max(500).default([]),
    localAuthors: z.array(z.string().max(300)).max(20).default([]),
    /** Also walk the history since the last visit (at most 500 commits). */
    catch_up: z.boolean().default(false),
    /** HEAD just moved by amend or rebase; commits with an already captured patch are the same ones. */
    rewritten: z.boolean().default(false),
  }),
  output: z.object({
    remembered: z.array(memoryViewSchema),
    candidates: z.array(memoryViewSchema),
    /** Put away because the local author wrote that they do not hold any more. */
    superseded: z.array(memoryViewSchema).default([]),
    skipped: z.number().int(),
    /** Commits of which something could not be read; they are not tried again, and the log says why. */
    failed: z.number().int().default(0),
    /** The server goes on reading after the answer, and the next visit where it ends. */
    more: z.boolean().default(false),
    changeId: z.string().nullable(),
    project: z.string(),
  }),
  kind: 'control',
  place: 'root',
  keepsReply: true,
  exact: ['root', 'commits', 'localAuthors'],
  toolsets: [],
  cli: {
    command: 'capture',
    summary: 'read decisions from the commits of a repository',
    description:
      'Read what commits since the last visit decided: trailers such as Decision: and Rejected:, and decision records. Your own become memories at once, those of others wait in the Inbox. The first visit only notes where to begin.',
    argument: { syntax: '[path]', help: 'folder of the repository (default: this one)', field: 'root' },
    options: [{ flags: '--history', help: 'put into the Inbox what was decided before the first visit' }],
    examples: [
      'memory-bridge capture',
      'memory-bridge capture --history',
      'memory-bridge capture ~/work/shop',
    ],
  },
});
