import type { Language } from '../../core/text/language.ts';
import type { Category, Memory } from '../../core/memory/memory.ts';
import type { MemoryFilter, Page } from './memoryFilter.ts';
import type { LexicalTerm, LexicalQuery, ExpandedTerms, LexicalHit } from './textIndex.ts';

/** As much of a memory as tells what was said. */
export interface ConversationTurn extends Pick<Memory, 'id' | 'title' | 'content'> {
  readonly session: string;
}

/**
 * Chains of successors (`supersededBy`) always end: a unit of work that would leave one of its memories superseded by
 * itself, at whatever remove, is rolled back with `conflict`.
 */
export interface MemoryRepository {
  insert(memory: Memory): Promise<void>;
  /** Replaces the row. Throws `conflict` when the stored revision is not `memory.revision - 1`. */
  update(memory: Memory): Promise<void>;
  get(id: string): Promise<Memory | undefined>;
  /** In the order asked for; unknown ids are left out. */
  getMany(ids: readonly string[]): Promise<Memory[]>;
  /** Ids that end in `tail` (lower-case hex), at most ten. */
  findByTail(tail: string): Promise<string[]>;
  /** The living memory with the same category, project and normalised content (`core/memory/contentKey.ts`), if any. */
  findDuplicate(category: Category, project: string | null, contentKey: string): Promise<Memory | undefined>;
  /** Newest first by creation. */
  list(
    filter: MemoryFilter,
    page: Page,
  ): Promise<{ memories: Memory[]; nextCursor: string | null; total: number }>;
  /** Whether `list` would have something, without counting how much. */
  isAny(filter: MemoryFilter): Promise<boolean>;
  /**
   * Best first. Where the terms are in thousands of memories, those are ranked whose terms weigh most by their rarity;
   * fewer are all ranked.
   */
  search(query: LexicalQuery, filter: MemoryFilter, limit: number): Promise<LexicalHit[]>;
  /**
   * Adds other ways to write the terms: two words as one, and for a word that no memory has the known words one slip
   * away, the two words it is made of, or the names that contain it; where words change their forms otherwise than in English, known
   * forms of them. The memories of all projects make a word known. `language` is that of words in Latin script, when it
   * is known and not English.
   */
  expandTerms(terms: readonly LexicalTerm[], language?: Language): Promise<ExpandedTerms>;
  /** How many living memories contain each term, and how many there are: for stop terms and idf. */
  documentFrequencies(
    terms: readonly string[],
  ): Promise<{ total: number; counts: ReadonlyMap<string, number> }>;
  /** Memories that name any of these canonical references, newest first. */
  findByEntities(references: readonly string[], filter: MemoryFilter, limit: number): Promise<Memory[]>;
  /** Memories of these sessions that are conversation, session by session in the order in which they were said. */
  turnsOf(sessions: readonly string[], filter: MemoryFilter, limit: number): Promise<ConversationTurn[]>;
  /** Adds one to recallCount and sets lastRecalledAt without a new revision or history. */
  markRecalled(ids: readonly string[], at: number): Promise<void>;
  counts(filter: MemoryFilter): Promise<MemoryCounts>;
  /** Candidates whose `expiresAt` is past. */
  findExpired(now: number, limit: number): Promise<Memory[]>;
  /** Memories that supersede each other, circle by circle: only an older release or another program can leave any. */
  supersedeCircles(): Promise<string[][]>;
  /**
   * Removes row, history, entities, vectors, index entries and kept replies for good, with the questions of the Inbox
   * that quote the memories. Returns the ids of those questions. Bytes may stay in the file until `Store.scrub`.
   */
  purge(ids: readonly string[]): Promise<string[]>;
  /** The same for what the memories said earlier; they stay as they are now, and undo does not reach back any more. */
  purgeVersions(ids: readonly string[]): Promise<string[]>;
}

export interface MemoryCounts {
  readonly total: number;
  readonly byCategory: Readonly<Record<string, number>>;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly byProject: readonly { project: string | null; count: number }[];
  readonly openBlockers: number;
}
