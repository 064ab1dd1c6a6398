import * as z from 'zod';

/** A place among the messages of a session, which are read in the order in which they were last changed. */
const markSchema = z.tuple([z.number(), z.string()]);
export type Mark = z.output<typeof markSchema>;

const openSchema = z.object({
  /** Behind the last message that was read. */
  at: markSchema,
  /** Before the first one that was not finished then: from there it is read again. */
  held: markSchema.optional(),
});
export type OpenSession = z.output<typeof openSchema>;

const cursorSchema = z.object({
  /** Sessions that were last changed before this moment were read, ms. */
  at: z.number(),
  /** Those that may still change. */
  open: z.record(z.string(), openSchema),
  /** Broken off: the next reading goes on right here, and does not begin another look. */
  isWithin: z.boolean().default(false),
  /** Which tables there was something in. */
  tables: z.array(z.enum(['message', 'session_message'])),
});

/** How far a database of OpenCode was read. */
export type OpenCodeCursor = z.output<typeof cursorSchema>;

const beginning: OpenCodeCursor = { at: 0, open: {}, isWithin: false, tables: [] };

/** One that cannot be understood is the beginning: what was kept already is not kept twice. */
export function openCodeCursor(cursor: unknown): OpenCodeCursor {
  return cursorSchema.safeParse(cursor).data ?? beginning;
}

/** In which tables something was found, with the releases of OpenCode that write to them. */
export function tablesOf(cursor: unknown): string[] {
  const names = {
    message: 'messages with parts (OpenCode 1)',
    session_message: 'session messages (OpenCode 2)',
  };
  return openCodeCursor(cursor).tables.map((table) => names[table]);
}

/** Sessions and messages that are written in the same moment are found however they came, ms. */
const overlapMs = 2_000;

/**
 * Where another look begins: a little before the last one ended, and where something was not finished yet. Never later than
 * `now`: what was written while the clock was ahead is no reason to pass over what is written since.
 */
export function rewound(cursor: OpenCodeCursor, now: number): OpenCodeCursor {
  if (cursor.isWithin) return cursor;
  const { open, tables } = cursor;
  const at = Math.min(cursor.at, now);
  const marks = Object.entries(open).map(([session, { at: last, held }]) => {
    const mark: Mark = [Math.min(last[0], held?.[0] ?? Infinity, now) - overlapMs, ''];
    return [session, { at: mark }] as const;
  });
  return { at, open: Object.fromEntries(marks), isWithin: false, tables };
}
