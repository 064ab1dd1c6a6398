import { MemoryBridgeError } from '../../../core/errors.ts';
import type { Memory } from '../../../core/memory/memory.ts';

/** Where the next page of memories, newest first, goes on. */
export function formatCursor({ createdAt, id }: Pick<Memory, 'createdAt' | 'id'>): string {
  return Buffer.from(`${createdAt}:${id}`).toString('base64url');
}

/** Creation time (ms) and id of the last memory of the page before. Throws `invalid_input`. */
export function parseCursor(cursor: string): [number, string] {
  const [, createdAt, id] = /^(\d+):(.+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (createdAt === undefined || id === undefined)
    throw new MemoryBridgeError('invalid_input', 'This page cursor is not valid. Start from the first page.');
  return [Number(createdAt), id];
}
