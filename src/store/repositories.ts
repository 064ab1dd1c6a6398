import type { Language } from '../core/language.ts';
import type { Lane } from '../core/fairLanes.ts';
import type { Actor, Change } from '../core/history.ts';
import type { Category, Memory, Scope, Status } from '../core/memory.ts';
import type { Project } from '../core/project.ts';
import type { Claim, Session } from '../core/session.ts';

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
  /** Opaque, from the previous page. */
  readonly cursor?: string;
  /** Bytes of all contents at most, so that there may be fewer memories; one is always there. */
  readonly bytes?: number;
}

/** One thing to look for in the full-text index. Nothing in it is syntax. */
export interface LexicalTerm {
  /** A word; several words have to stand side by side. */
  readonly text: string;
  /** Words that begin so count as well. */
  readonly isPrefix?: boolean;
  /** How much a hit counts, 1 by default. */
  readonly weight?: number;
  /** Words of the question that this term is another way to write; without it, it is one of them itself. */
  readonly standsFor?: readonly string[];
}

export interface LexicalQuery {
  /** Any of them may match. */
  readonly terms: readonly LexicalTerm[];
  /** Every one of them has to match, its words side by side. */
  readonly phrases: readonly string[];
}

/** A term, and how many living memories contain it. */
export interface CountedTerm extends LexicalTerm {
  readonly documents: number;
}

/** A word that no memory has, and one that was looked for instead. */
export interface Correction {
  readonly from: string;
  readonly to: string;
}

export interface ExpandedTerms {
  /** Living memories altogether. */
  readonly total: number;
  readonly terms: readonly CountedTerm[];
  readonly corrections: readonly Correction[];
}

/** A hit of the full-text index. `bm25` is positive, larger is better. */
export interface LexicalHit {
  readonly memory: Memory;
  readonly bm25: number;
  /** About 160 characters around the best match; found when it is read. */
  readonly snippet: string;
}

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
  /** The living memory with the same category, project and normalised content (`core/contentKey.ts`), if any. */
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

export interface HistoryRepository {
  append(change: Change): Promise<void>;
  ofMemory(memoryId: string): Promise<Change[]>;
  /** Of the newest changes of everybody, those that this actor made, undoing left out; newest first. */
  newestBy(actor: Actor): Promise<Change[]>;
  /** The latest changes of a memory, or those earlier than one, oldest first, and how many there are in all. */
  page(memoryId: string, options: HistoryPageOptions): Promise<HistoryPage>;
  /** Changes with this id or group id, or whose id or group id ends in this tail; oldest first. */
  find(changeOrGroupId: string): Promise<Change[]>;
  markUndone(changeIds: readonly string[], undoneBy: string): Promise<void>;
  /**
   * Forgets what memories said before changes that are older than a moment (wall clock, ms), at most so many. Who
   * changed what and when stays. Returns how many were thinned.
   */
  thin(before: number, most: number): Promise<number>;
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

export interface SessionRepository {
  upsert(session: Session): Promise<void>;
  get(id: string): Promise<Session | undefined>;
  list(filter: { project?: string | null; activeOnly?: boolean }): Promise<Session[]>;
}

export interface ClaimRepository {
  get(resource: string, project: string | null): Promise<Claim | undefined>;
  put(claim: Claim): Promise<void>;
  remove(resource: string, project: string | null): Promise<void>;
  removeOfSession(sessionId: string): Promise<number>;
  list(filter: { project?: string | null; sessionId?: string }): Promise<Claim[]>;
}

/** Small values with a time to live. Expired entries are never returned. */
export interface KeyValueRepository {
  get(namespace: string, key: string, now: number): Promise<unknown>;
  set(namespace: string, key: string, value: unknown, expiresAt: number | null, now: number): Promise<void>;
  remove(namespace: string, key: string): Promise<void>;
  list(namespace: string, now: number): Promise<{ key: string; value: unknown; expiresAt: number | null }[]>;
  removeExpired(now: number): Promise<number>;
}

export type JobState = 'queued' | 'running' | 'done' | 'failed';

/** Durable background work. */
export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly payload: unknown;
  readonly state: JobState;
  readonly attempts: number;
  readonly runAfter: number;
  readonly error: string | null;
  readonly createdAt: number;
}

export interface JobRepository {
  enqueue(job: Job): Promise<void>;
  /** The oldest queued job that is due, marked running. */
  take(kinds: readonly string[], now: number): Promise<Job | undefined>;
  finish(
    id: string,
    outcome:
      | { state: 'done' }
      | { state: 'failed'; error: string }
      | { state: 'queued'; runAfter: number; error: string },
  ): Promise<void>;
  /** Jobs that an owner left running when it died go back to the queue. */
  requeueRunning(): Promise<number>;
}

export interface ProjectRepository {
  upsert(project: Project): Promise<void>;
  findByReference(reference: string): Promise<Project | undefined>;
  list(): Promise<Project[]>;
}

/** Answers of finished writes by idempotency key, so that a retry is answered and not applied. */
export interface IdempotencyRepository {
  find(key: string): Promise<{ operation: string; inputHash: string; reply: string } | undefined>;
  put(key: string, entry: { operation: string; inputHash: string; reply: string; at: number }): Promise<void>;
  removeBefore(at: number): Promise<number>;
}

/** What has been captured already. `patchId` is stable across amend and rebase; `fingerprint` is that of one finding. */
export interface CaptureRepository {
  /** True when this repository's commit was read before. */
  hasCommit(project: string, sha: string): Promise<boolean>;
  addCommit(project: string, entry: { sha: string; patchId: string | null; at: number }): Promise<void>;
  findFinding(project: string, fingerprint: string): Promise<{ memoryId: string } | undefined>;
  /** Ids of memories by fingerprint, for the first of the projects that knows it. */
  findFindings(
    projects: readonly string[],
    fingerprints: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
  addFinding(project: string, fingerprint: string, memoryId: string, sha: string): Promise<void>;
  removeFinding(project: string, fingerprint: string): Promise<void>;
  /** Commits in which a memory was found. */
  commitsOf(memoryId: string): Promise<string[]>;
  /** Ids of memories that came from commits and are not deleted, the last written first. */
  capturedMemories(projects: readonly string[], limit: number): Promise<string[]>;
  getCursor(project: string, root: string): Promise<string | undefined>;
  setCursor(project: string, root: string, sha: string): Promise<void>;
}

/** Vectors of one model. Those of different models cannot be compared. */
export interface VectorSpace {
  readonly id: number;
  readonly provider: string;
  readonly model: string;
  readonly dimensions: number;
  readonly createdAt: number;
}

/** Living memories: those with a vector, and all. */
export interface VectorProgress {
  readonly embedded: number;
  readonly total: number;
}

export interface VectorEntry {
  readonly memoryId: string;
  readonly vector: Float32Array;
  /** Of what a long memory says besides: it is as near to a question as the nearest of all. */
  readonly passages?: readonly Float32Array[];
  /** That of the memory when its text was read; another one by now means that the vector is out of date. */
  readonly revision?: number;
}

export interface VectorHit {
  readonly memory: Memory;
  readonly cosine: number;
}

/** Memories by meaning. `space` is the id of a space; one that is not there or was dropped throws `not_found`. */
export interface VectorRepository {
  /** The space of a model, made when it is new: then every living memory awaits its vector. */
  openSpace(name: Pick<VectorSpace, 'provider' | 'model' | 'dimensions'>, now: number): Promise<VectorSpace>;
  spaces(): Promise<(VectorSpace & VectorProgress)[]>;
  /** Its vectors are gone for every reader at once, and from the file with the next rounds of `upkeep`. */
  dropSpace(space: number, now: number): Promise<void>;
  /**
   * Stores vectors, which are brought to unit length, and returns how many: memories that are gone, or whose revision
   * is another, are passed over. Changing the text of a memory removes its vectors.
   */
  put(space: number, entries: readonly VectorEntry[]): Promise<number>;
  /** Living memories without a vector, or whose passages are to be made, newest first. */
  missing(space: number, limit: number): Promise<Memory[]>;
  progress(space: number): Promise<VectorProgress>;
  /** The living memories nearest in meaning, best first. Cosines are exact; the filter is that of `list`. */
  search(space: number, query: Float32Array, filter: MemoryFilter, limit: number): Promise<VectorHit[]>;
  /** Exact, of the nearest passage of each; memories without a vector are left out. */
  cosines(
    space: number,
    query: Float32Array,
    memoryIds: readonly string[],
  ): Promise<ReadonlyMap<string, number>>;
  /** Of unit length, by memory, without further passages; memories without a vector are left out. */
  vectorsOf(space: number, memoryIds: readonly string[]): Promise<ReadonlyMap<string, Float32Array>>;
  /** Whether `search` answers without loading the index first, which takes part of a second for a million memories. */
  isLoaded(space: number): Promise<boolean>;
  /** Loads a slice of the index of at most 20 ms; true when all of it is there. */
  load(space: number): Promise<boolean>;
  /** A slice of at most 20 ms of what may wait, in a unit that writes; true when there is more. */
  upkeep(): Promise<boolean>;
}

/** Everything one unit of work may touch. */
export interface UnitOfWork {
  readonly memories: MemoryRepository;
  readonly history: HistoryRepository;
  readonly sessions: SessionRepository;
  readonly claims: ClaimRepository;
  readonly keyValues: KeyValueRepository;
  readonly jobs: JobRepository;
  readonly projects: ProjectRepository;
  readonly idempotency: IdempotencyRepository;
  readonly captures: CaptureRepository;
  readonly vectors: VectorRepository;
}

/**
 * Gives vectors to what a unit of work has inserted or updated, at its end and inside its transaction: no reader ever
 * sees a memory without them. What it throws rolls the unit back.
 */
export type Vectorise = (unit: UnitOfWork, written: readonly Memory[]) => Promise<void>;

/** Of a database that was not closed in order: it is being looked through, or is damaged beyond mending. */
export interface Inspection {
  /** What has been read of it. */
  readonly percent?: number | undefined;
  /** What is the matter and what to do, in sentences. */
  readonly damage?: string | undefined;
}

export interface StoreInfo {
  readonly path: string;
  readonly schemaVersion: number;
  readonly sqliteVersion: string;
  readonly databaseBytes: number;
}

/**
 * The database as the rooms above see it. Units of work run one after another: what one reads, no other changes. Those
 * of one lane, which is a part of one client, keep their order; lanes take turns. A write commits when its promise resolves
 * (`synchronous=FULL`: it is on disk then) and rolls back when `work` throws.
 */
export interface Store {
  read<T>(work: (unit: UnitOfWork) => Promise<T>, lane?: Lane): Promise<T>;
  write<T>(work: (unit: UnitOfWork) => Promise<T>, lane?: Lane): Promise<T>;
  info(): Promise<StoreInfo>;
  /** `ok`, or what SQLite and FTS5 found wrong. */
  checkIntegrity(): Promise<string>;
  /**
   * Writes the file anew, so that nothing is left of what was deleted: pages that were split keep copies of their rows.
   * Nothing else runs meanwhile. Waits for copies that are being made.
   */
  scrub(): Promise<void>;
  /** A consistent copy, made in slices so that nothing waits long. Returns its size in bytes. */
  backup(toPath: string): Promise<number>;
  close(): Promise<void>;
}
