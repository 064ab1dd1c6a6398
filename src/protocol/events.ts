import * as z from 'zod';

/** Ids and kinds, never contents: views fetch again. `hello` opens every stream, `heartbeat` comes every 15 s. */
export const eventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hello'), dataDirId: z.string(), epoch: z.number().int(), version: z.string() }),
  z.object({ kind: z.literal('heartbeat') }),
  z.object({
    kind: z.literal('memories'),
    ids: z.array(z.string()),
    projects: z.array(z.string().nullable()),
    categories: z.array(z.string()),
    /** History group, so that an Undo can be offered. */
    changeGroup: z.string(),
    action: z.string(),
    actorKind: z.string(),
    sourceKind: z.string().optional(),
  }),
  z.object({ kind: z.literal('sessions'), ids: z.array(z.string()) }),
  z.object({ kind: z.literal('loops'), ids: z.array(z.string()) }),
  /** Jobs were begun, have got on, or have ended; a few times a second at most. */
  z.object({
    kind: z.literal('jobs'),
    ids: z.array(z.string()),
    projects: z.array(z.string().nullable()),
  }),
  /** A forge has said something of these. */
  z.object({ kind: z.literal('entities'), references: z.array(z.string()) }),
  z.object({ kind: z.literal('config') }),
  /** Whether memory is on in them, or what they are called, is another one now. */
  z.object({ kind: z.literal('projects'), ids: z.array(z.string()) }),
  /** `embedding` of the server's status may be another one; at most once a second. */
  z.object({ kind: z.literal('embedding') }),
  /** The owner is about to close the stream: reconnect after the given milliseconds. */
  z.object({ kind: z.literal('draining'), reason: z.string() }),
]);
export type MemoryEvent = z.output<typeof eventSchema>;
