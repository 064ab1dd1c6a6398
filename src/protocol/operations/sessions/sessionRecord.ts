import * as z from 'zod';
import { sessionStates } from '../../../core/session/session.ts';
import { limits } from '../../memoryRecord.ts';

export const sessionRecordSchema = z.object({
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
export type SessionRecord = z.output<typeof sessionRecordSchema>;

/** The sessions that a verb is about, as they are now. */
export const sessionsAnswer = z.object({ sessions: z.array(sessionRecordSchema) });

/** Fields that the verbs of sessions have in common. */
export const sessionFields = {
  /** The caller's own, when it is left out. */
  session_id: z.string().min(1).max(200).optional(),
  agent: z.string().max(100).optional(),
  title: z.string().max(limits.title).optional(),
  resource: z.string().min(1).max(500).optional().describe('What to claim or release'),
  note: z.string().max(500).optional(),
};
