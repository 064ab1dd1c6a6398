import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import { sessionStates } from '../../../core/session/session.ts';
import { limits, projectField } from '../../memoryRecord.ts';

export const sessionActions = ['start', 'heartbeat', 'end', 'list', 'claim', 'release'] as const;

export const sessionViewSchema = z.object({
  id: z.string(),
  project: z.string().nullable(),
  agent: z.string().nullable(),
  title: z.string().nullable(),
  state: z.enum(sessionStates),
  startedAt: z.number(),
  heartbeatAt: z.number(),
  age: z.string(),
  claims: z.array(z.object({ resource: z.string(), note: z.string().nullable(), claimedAt: z.number() })),
});

export const sessionOperation = defineOperation({
  name: 'session',
  summary: 'Who is at work, and what they hold.',
  description:
    'Announce work (start, heartbeat, end), see who else is at work (list), and hold a file or task exclusively (claim, release).',
  input: z.object({
    action: z.enum(sessionActions),
    session_id: z.string().min(1).max(200).optional(),
    agent: z.string().max(100).optional(),
    title: z.string().max(limits.title).optional(),
    resource: z.string().min(1).max(500).optional().describe('What to claim or release'),
    note: z.string().max(500).optional(),
    project: projectField.optional(),
  }),
  output: z.object({
    sessions: z.array(sessionViewSchema),
    /** For claim: whether it was granted, and who holds it otherwise. */
    granted: z.boolean().optional(),
    heldBy: z.string().optional(),
  }),
  kind: 'change',
  toolsets: ['core', 'full'],
});
