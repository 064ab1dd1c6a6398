import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import * as z from 'zod';
import { saidOf } from '../../core/text/countOf.ts';

const aboutSchema = z.object({
  session: z.string().optional(),
  title: z.string().optional(),
  directory: z.string().optional(),
  parent: z.string().optional(),
  startedAt: z.number().optional(),
});

const cursorSchema = z.object({
  /** Device and number of the file: another one of the same name is read from its beginning. */
  file: z.string(),
  /** Bytes that were read; of a document its size. */
  offset: z.number().int().min(0),
  /** What the file begins with: one that was written anew is read from its beginning. */
  head: z.object({ length: z.number().int(), hash: z.string() }),
  /** Of a document: when it was written, ms. */
  writtenAt: z.number().nullable(),
  about: aboutSchema,
  /** Lines of a kind that is not known, and those that are none or too long. */
  unknown: z.number().int(),
  broken: z.number().int(),
});

/** How far a transcript was read. */
export type TranscriptCursor = z.output<typeof cursorSchema>;

/** Undefined for the beginning, and for a place of another release that nobody understands. */
export function transcriptCursor(cursor: unknown): TranscriptCursor | undefined {
  return cursorSchema.safeParse(cursor).data;
}

/** Bytes of a file by which it is known again. */
const headLength = 512;

export async function headOf(file: FileHandle, length: number): Promise<TranscriptCursor['head']> {
  const bytes = Buffer.alloc(Math.min(length, headLength));
  const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
  const hash = createHash('sha256').update(bytes.subarray(0, bytesRead)).digest('hex').slice(0, 16);
  return { length: bytesRead, hash };
}

/** What of a transcript nobody could read, for people. */
export function unreadIn(cursor: unknown): string[] {
  const { unknown = 0, broken = 0 } = transcriptCursor(cursor) ?? {};
  const lines = unknown + broken;
  return lines === 0 ? [] : [`${saidOf(lines, 'line', 'lines')} of other kinds passed over`];
}
