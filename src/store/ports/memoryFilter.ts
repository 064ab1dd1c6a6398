import type { ListOrder } from '../../core/memory/listOrder.ts';
import type { Category, Scope, Status } from '../../core/memory/memory.ts';

/** Which memories a query is about. Absent fields do not filter. */
export interface MemoryFilter {
  /** Memories of these projects; null in the list stands for memories of no project (global). */
  readonly projects?: readonly (string | null)[];
  readonly categories?: readonly Category[];
  readonly statuses?: readonly Status[];
  readonly scope?: Scope;
  readonly session?: string;
  readonly tag?: string;
  /** Created at or after, ms. */
  readonly since?: number;
  /** Created before, ms. */
  readonly until?: number;
  readonly pinned?: boolean;
  /** Tombstones are left out unless asked for. */
  readonly includeDeleted?: boolean;
  /** Without directives and global memories that no person stands behind: see `bindsOthers`. */
  readonly acceptedOnly?: boolean;
  /** Without what other sessions than this one noted for themselves; null for no session. */
  readonly seenFrom?: string | null;
  /** Tombstones alone. Search finds none: they are not in its index. */
  readonly onlyDeleted?: boolean;
}

export interface Page {
  readonly limit: number;
  /** Pinned ones first, those of the person before all; newest first is the rest. Has no further pages. */
  readonly pinnedFirst?: boolean;
  /** Newest first when it is left out. */
  readonly order?: ListOrder;
  /** Opaque, from the previous page of the same order. */
  readonly cursor?: string;
  /** How many are passed over; not beside a cursor. */
  readonly offset?: number;
  /** Bytes of all contents at most, so that there may be fewer memories; one is always there. */
  readonly bytes?: number;
}
