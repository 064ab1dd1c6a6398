import { MemoryBridgeError } from '../../../core/errors.ts';
import type { ListOrder } from '../../../core/memory/listOrder.ts';
import type { Memory } from '../../../core/memory/memory.ts';
import type { Page } from '../../ports/memoryFilter.ts';

/** Where a page begins in its order, and where the next one does. */
export interface PagePlace {
  /** What stands behind ORDER BY. */
  readonly order: string;
  /** Creation time (ms) and id of the last memory of the page before. */
  readonly after: readonly [number, string] | undefined;
  readonly offset: number;
  /** Cursor behind these memories of the page; null when this order has no further pages. */
  next(memories: readonly Memory[]): string | null;
}

/** Ids decide between equals, so that no page repeats or leaves out any. */
const orders: Readonly<Record<ListOrder, string>> = {
  newest: 'created_at DESC, id DESC',
  oldest: 'created_at, id',
  updated: 'updated_at DESC, id DESC',
  most_recalled: 'recall_count DESC, last_recalled_at DESC, id DESC',
  title: 'title COLLATE NOCASE, id',
};

const pinnedOnes = "pinned * (1 + (trust = 'user')) DESC, ";

/**
 * Newest first, a page goes on behind a memory, whatever has come in since. In another order, and behind pages that are
 * counted, it goes on at a number. Throws `invalid_input` for a cursor of another order.
 */
export function placeOf({ order = 'newest', cursor, offset = 0, pinnedFirst = false }: Page): PagePlace {
  const sql = `${pinnedFirst ? pinnedOnes : ''}${orders[order]}`;
  if (pinnedFirst) return { order: sql, after: undefined, offset, next: () => null };
  const said = cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString();
  const counted = said?.startsWith(`${order}@`) ? parsed(said, /^[a-z_]+@(\d{1,9})$/)[0] : undefined;
  if (order === 'newest' && offset === 0 && counted === undefined) {
    const [createdAt, id = ''] = said === undefined ? [] : parsed(said, /^(\d{1,15}):(.+)$/);
    return {
      order: sql,
      after: createdAt === undefined ? undefined : [Number(createdAt), id],
      offset: 0,
      next: (memories) => {
        const last = memories.at(-1);
        return last ? formatted(`${last.createdAt}:${last.id}`) : null;
      },
    };
  }
  if (said !== undefined && counted === undefined) throw notValid();
  const from = counted === undefined ? offset : Number(counted);
  return {
    order: sql,
    after: undefined,
    offset: from,
    next: (memories) => formatted(`${order}@${from + memories.length}`),
  };
}

const formatted = (place: string): string => Buffer.from(place).toString('base64url');

function parsed(said: string, shape: RegExp): string[] {
  const found = shape.exec(said);
  if (!found) throw notValid();
  return found.slice(1);
}

const notValid = (): MemoryBridgeError =>
  new MemoryBridgeError('invalid_input', 'This page cursor is not valid. Start from the first page.');
