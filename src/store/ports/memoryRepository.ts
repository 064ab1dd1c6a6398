import type { Category, Memory, Scope } from '../../core/memory/memory.ts';
import type { MemoryFilter, Page } from './memoryFilter.ts';
import type { MemoryUsage } from './memoryUsage.ts';

/** As much of a memory as tells what was said. */
export interface ConversationTurn extends Pick<Memory, 'id' | 'title' | 'content'> {
  readonly session: string;
}

/** That a memory names a reference. */
export interface Mention {
  readonly reference: string;
  /** Of the memory that names it. */
  readonly createdAt: number;
}

/** Memories by what is stored of them; by their words they are found in `TextIndex`, by meaning in `VectorIndex`. */
export interface MemoryReader {
  /** Deleted ones too, as with every look-up by id. */
  get(id: string): Promise<Memory | undefined>;
  /** In the order asked for; unknown ids are left out. */
  getMany(ids: readonly string[]): Promise<Memory[]>;
  /** Ids that end in `tail` (lower-case hex), the newest ten at most. */
  findByTail(tail: string): Promise<string[]>;
  /**
   * The living memory with the same category, project and normalised content (`core/memory/contentKey.ts`), if any: the
   * active one of several. What was superseded, archived or rejected is no duplicate: saying it again is news.
   */
  findDuplicate(category: Category, project: string | null, contentKey: string): Promise<Memory | undefined>;
  /** Newest first by creation, then by id, unless the page asks for another order. `total` counts what the filter lets through, whatever the page. */
  list(filter: MemoryFilter, page: Page): Promise<MemoryPage>;
  /** Whether `list` would have something, without counting how much. */
  isAny(filter: MemoryFilter): Promise<boolean>;
  /** Memories that name any of these canonical references, newest first. */
  findByEntities(references: readonly string[], filter: MemoryFilter, limit: number): Promise<Memory[]>;
  /** Memories with a link to one of these, or that one of these supersedes, whatever has become of them. */
  findLinking(ids: readonly string[]): Promise<Memory[]>;
  /** Memories of these sessions that are each a turn of a conversation (not a conversation with `turns`), session by session in the order in which they were said. */
  turnsOf(sessions: readonly string[], filter: MemoryFilter, limit: number): Promise<ConversationTurn[]>;
  counts(filter: MemoryFilter): Promise<MemoryCounts>;
  /** How many there are for whom, and since when. Scopes that have none are left out. */
  spans(filter: MemoryFilter): Promise<readonly MemorySpan[]>;
  /** How much the active memories of these projects (all, when left out) were used since a moment (ms); `most` in each list. */
  usage(
    projects: readonly (string | null)[] | undefined,
    window: { since: number; most: number },
  ): Promise<MemoryUsage>;
  /** Candidates, and what is in force, whose `expiresAt` is past (wall clock, ms), the longest past first. */
  findExpired(now: number, limit: number): Promise<Memory[]>;
  /** Memories whose reminder is due at `now` (wall clock, ms), the one that has been due longest first. */
  findDue(now: number, filter: MemoryFilter, limit: number): Promise<Memory[]>;
  /** Memories whose review is overdue at `now` (`core/memory/reviewDueAt.ts`), the longest overdue first. */
  findUnreviewed(now: number, filter: MemoryFilter, limit: number): Promise<Memory[]>;
  /** What memories name, one for each memory and reference, of the newest memories first. */
  mentions(filter: MemoryFilter, limit: number): Promise<Mention[]>;
  /** Memories that supersede each other, circle by circle: only an older release or another program can leave any. */
  supersedeCircles(): Promise<string[][]>;
}

/**
 * Chains of successors (`supersededBy`) always end: a unit of work that would leave one of its memories superseded by
 * itself, at whatever remove, is rolled back with `conflict`.
 */
export interface MemoryRepository extends MemoryReader {
  /** The id is new. What full-text index and references know of the memory follows at once, its vectors with the commit. */
  insert(memory: Memory): Promise<void>;
  /**
   * Replaces what is stored. Throws `conflict` when the stored revision is not `memory.revision - 1`, `not_found` when
   * there is none.
   */
  update(memory: Memory): Promise<void>;
  /** Adds one to recallCount and sets lastRecalledAt without a new revision or history. Unknown ids are passed over. */
  markRecalled(ids: readonly string[], at: number): Promise<void>;
  /** The same for openedCount and lastOpenedAt. Whoever looks again within a minute has opened it once. */
  markOpened(ids: readonly string[], at: number): Promise<void>;
  /**
   * Removes the memory, history, references, vectors, index entries and kept replies for good, with what others have of
   * links to it, and with the questions of the Inbox that quote the memories. Returns the ids of those questions. Bytes may stay in files until
   * `EmbeddedStore.scrub`, and in what a server keeps for its own backups.
   */
  purge(ids: readonly string[]): Promise<string[]>;
  /** The same for what the memories said earlier; they stay as they are now, and undo does not reach back any more. */
  purgeVersions(ids: readonly string[]): Promise<string[]>;
}

export interface MemorySpan {
  readonly scope: Scope;
  readonly count: number;
  /** When the first and the last of them were made, ms. */
  readonly oldest: number;
  readonly newest: number;
}

export interface MemoryPage {
  readonly memories: Memory[];
  /** Of the next page; null when there is none. */
  readonly nextCursor: string | null;
  readonly total: number;
}

export interface MemoryCounts {
  readonly total: number;
  /** Categories and statuses that have none are left out. */
  readonly byCategory: Readonly<Record<string, number>>;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly byCategoryAndStatus: readonly { category: string; status: string; count: number }[];
  readonly byProject: readonly { project: string | null; count: number }[];
  /** Active ones. */
  readonly openBlockers: number;
}
