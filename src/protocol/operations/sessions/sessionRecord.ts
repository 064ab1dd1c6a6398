import * as z from 'zod';
import { sessionStates } from '../../../core/session/session.ts';
import { memoryLineSchema } from '../../memoryRecord.ts';
import { limits } from '../../limits.ts';

export const sessionRecordSchema = z.object({
  id: z.string(),
  project: z.string().nullable(),
  agent: z.string().nullable(),
  /** What it works on. */
  title: z.string().nullable(),
  state: z.enum(sessionStates),
  startedAt: z.number(),
  heartbeatAt: z.number(),
  age: z.string(),
  claims: z.array(z.object({ resource: z.string(), note: z.string().nullable(), claimedAt: z.number() })),
  endedAt: z.number().nullable().optional(),
  /** What came of it, once it has ended. */
  summary: z.string().nullable().optional(),
  /** The session whose work it took up. */
  continues: z.string().nullable().optional(),
});
export type SessionRecord = z.output<typeof sessionRecordSchema>;

/** The sessions that a verb is about, as they are now. */
export const sessionsAnswer = z.object({ sessions: z.array(sessionRecordSchema) });

/** Who holds what somebody else wanted. */
export const holderSchema = z.object({
  session: z.string(),
  agent: z.string().nullable(),
  workingOn: z.string().nullable(),
  note: z.string().nullable(),
  /** Since when, ms. */
  since: z.number(),
  age: z.string(),
});

/** What a session has left to whoever goes on. */
export const handOverSchema = z.object({
  session: z.string(),
  agent: z.string().nullable(),
  workingOn: z.string().nullable(),
  /** When it was left, ms. */
  at: z.number(),
  age: z.string(),
  summary: z.string().nullable(),
  done: z.array(z.string()),
  open: z.array(z.string()),
  next: z.string().nullable(),
  /** What it held; nobody holds it for the next one. */
  held: z.array(z.string()),
});
export type HandOverRecord = z.output<typeof handOverSchema>;

/** The memory that a session leaves, if any, and how to take it back. */
export const leftMemory = {
  memory: memoryLineSchema.nullable(),
  /** Empty when nothing was written. */
  changeId: z.string(),
};

const step = z.string().min(1).max(500);

/** Fields that the verbs of sessions have in common. */
export const sessionFields = {
  /** The caller's own, when it is left out. */
  session_id: z.string().min(1).max(200).optional(),
  agent: z.string().max(100).optional(),
  working_on: z.string().max(limits.title).optional(),
  item_ref: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe('What to claim or release: !12, #34, a path, a name'),
  note: z.string().max(500).optional(),
  summary: z.string().max(limits.content).optional(),
  learned: z.string().max(limits.note).optional(),
  done: z.array(step).max(50).optional(),
  open_items: z.array(step).max(50).optional(),
  next: step.optional(),
};
