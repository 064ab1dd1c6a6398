import * as z from 'zod';
import { defineOperation } from '../../operation.ts';

/**
 * What a repository said before its first visit, which `capture_commits` leaves alone. `count` looks once and remembers
 * the answer; `take` puts it into the Inbox; `dismiss` never offers it again.
 */
export const captureHistoryOperation = defineOperation({
  name: 'capture_history',
  summary: 'Offer the decisions of a repository from before its first visit.',
  description: 'Count, take or dismiss decisions in the history of a local repository.',
  input: z.object({
    root: z.string().min(1).max(4096),
    action: z.enum(['count', 'take', 'dismiss']),
  }),
  output: z.object({
    /** Still on offer. */
    found: z.number().int(),
    /** Put into the Inbox by `take`. */
    candidates: z.number().int(),
    changeId: z.string().nullable(),
    project: z.string(),
  }),
  kind: 'control',
  place: 'root',
  keepsReply: true,
  exact: ['root'],
  toolsets: [],
});
