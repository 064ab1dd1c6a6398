import type { Memory } from '../../core/memory/memory.ts';

/** How many active memories there are of a kind, since a moment. */
export interface MemoryUse {
  readonly total: number;
  readonly created: number;
  /** Shown by recall since then. */
  readonly recalled: number;
  /** Read in full since then. */
  readonly opened: number;
  /** Older than that, and neither recalled nor read since. */
  readonly stale: number;
  /** Older than that, and never recalled or read at all. */
  readonly neverSeen: number;
}

export interface MemoryUsage extends MemoryUse {
  readonly byCategory: readonly (MemoryUse & { readonly category: string })[];
  readonly mostRecalled: readonly Memory[];
  readonly mostOpened: readonly Memory[];
  /** Those that somebody has seen once, the one that was seen least lately first. */
  readonly longestStale: readonly Memory[];
  readonly longestUnseen: readonly Memory[];
}
