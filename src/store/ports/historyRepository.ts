import type { MemoryFilter } from './memoryFilter.ts';
import type { Actor, Change } from '../../core/memory/history.ts';

/** Every change of every memory. Ids of changes sort by time, so order is that of ids. */
export interface HistoryReader {
  /** Oldest first. */
  ofMemory(memoryId: string): Promise<Change[]>;
  /** Of the newest changes of everybody, those that this actor made, undoing left out; newest first. */
  newestBy(actor: Actor): Promise<Change[]>;
  /** The latest changes of a memory, or those earlier than one, oldest first, and how many there are in all. */
  page(memoryId: string, options: HistoryPageOptions): Promise<HistoryPage>;
  /**
   * Of the newest changes of everybody, those that put a memory of the filter otherwise, so that `before` says something
   * that the memory may not say any more; newest first.
   */
  rewordings(filter: MemoryFilter): Promise<Change[]>;
  /** Changes with this id or group id, or whose id or group id ends in this tail; oldest first. */
  find(changeOrGroupId: string): Promise<Change[]>;
  /** Changes of a group by its whole id, oldest first: of an import there may be hundreds of thousands. */
  ofGroup(groupId: string, page: GroupPage): Promise<Change[]>;
  countGroup(groupId: string): Promise<number>;
}

export interface HistoryRepository extends HistoryReader {
  append(change: Change): Promise<void>;
  /** Ids that are unknown are passed over. */
  markUndone(changeIds: readonly string[], undoneBy: string): Promise<void>;
  /**
   * Forgets what memories said before changes that are older than a moment (wall clock, ms), at most so many. Who
   * changed what and when stays. Returns how many were thinned.
   */
  thin(before: number, most: number): Promise<number>;
}

export interface GroupPage {
  /** Id of the last change of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

export interface HistoryPageOptions {
  readonly limit: number;
  /** Id of the change before which the page ends. */
  readonly before?: string | undefined;
  /** Characters of what memories said before; reached sooner by long texts than `limit`. One change always fits. */
  readonly characters: number;
}

export interface HistoryPage {
  readonly changes: readonly Change[];
  readonly total: number;
  /** Whether there are earlier ones. */
  readonly hasMore: boolean;
}
