import type { Category, Memory } from '../../../core/memory/memory.ts';
import { MemoryBridgeError } from '../../../core/errors.ts';
import type { Language } from '../../../core/text/language.ts';
import { memoryTerms } from '../../../core/memory/memoryTerms.ts';
import { shortId } from '../../../core/shortId.ts';
import { supersedeCircles } from '../../../core/memory/supersedeCircles.ts';
import type { ExpandedTerms, LexicalHit, LexicalQuery, LexicalTerm } from '../../ports/textIndex.ts';
import type { ConversationTurn, MemoryCounts, MemoryRepository } from '../../ports/memoryRepository.ts';
import type { MemoryFilter, Page } from '../../ports/memoryFilter.ts';
import type { Database } from '../../../sqlite/database.ts';
import { number, optionalText, text } from './columns.ts';
import { circleRefusal } from './circleRefusal.ts';
import { fittingPage } from './fittingPage.ts';
import { LexicalSearch } from './lexicalSearch.ts';
import { Lexicon } from './lexicon.ts';
import { termExpression } from './matchExpression.ts';
import { type Condition, marks, memoryCondition } from './memoryFilter.ts';
import { MemoryPurge } from './memoryPurge.ts';
import {
  memoryColumns,
  memoryFields,
  memoryFromRow,
  memoryParameters,
  reversedTail,
  storedContentKey,
} from './memoryRow.ts';
import { formatCursor, parseCursor } from './pageCursor.ts';
import { QueryExpansion } from './queryExpansion.ts';
import { snippetMaker } from './snippet.ts';
import { TermStatistics } from './termStatistics.ts';

const tailMatches = 10;
/** Ids in one statement; SQLite allows more, but each length is a statement of its own. */
const chunk = 64;

const insertSql = `INSERT INTO memories (${memoryColumns.join(', ')}) VALUES (${marks(memoryColumns)})`;
const updateSql = `UPDATE memories SET ${memoryColumns.map((column) => `${column} = ?`).join(', ')} WHERE id = ? AND revision = ?`;

/** UNION drops what was met before, so that the walk ends in a circle of others too. */
const lastInCircleSql = `
WITH RECURSIVE chain (id) AS (
  SELECT ? UNION SELECT superseded_by FROM chain JOIN memories USING (id) WHERE superseded_by IS NOT NULL
)
SELECT id FROM chain JOIN memories USING (id) WHERE superseded_by = ?`;

export class SqliteMemoryRepository implements MemoryRepository {
  readonly #database: Database;
  readonly #terms: TermStatistics;
  /** Rows of this unit of work as it leaves them, by id. */
  readonly #written = new Map<string, Memory>();
  /** Memories to which this unit of work gave a successor, with it. */
  readonly #successors = new Map<string, string>();
  readonly #lexicon: Lexicon;
  readonly #expansion: QueryExpansion;
  readonly #search: LexicalSearch;
  readonly #purge: MemoryPurge;
  #purged = false;

  constructor(database: Database) {
    this.#database = database;
    this.#terms = new TermStatistics(database);
    this.#lexicon = new Lexicon(database);
    this.#expansion = new QueryExpansion(this.#lexicon, this.#terms);
    this.#search = new LexicalSearch(database, this.#terms);
    this.#purge = new MemoryPurge(database);
  }

  async insert(memory: Memory): Promise<void> {
    const terms = memoryTerms(memory);
    this.#database.run(insertSql, ...memoryParameters(memory, terms.identifiers));
    this.#written.set(memory.id, memory);
    this.#noteSuccessor(memory, null);
    if (memory.deletedAt !== null) return;
    this.#terms.living(1);
    this.#lexicon.learn(terms);
  }

  async update(memory: Memory): Promise<void> {
    const before = this.#database.get(
      'SELECT deleted_at, superseded_by FROM memories WHERE id = ?',
      memory.id,
    );
    const terms = memoryTerms(memory);
    const changed = this.#database.run(
      updateSql,
      ...memoryParameters(memory, terms.identifiers),
      memory.id,
      memory.revision - 1,
    );
    if (!before)
      throw new MemoryBridgeError('not_found', `There is no memory ${shortId(memory.id)}. Recall it again.`);
    if (changed === 0)
      throw new MemoryBridgeError(
        'conflict',
        `Memory ${shortId(memory.id)} was changed by someone else in the meantime. Read it again, then retry.`,
      );
    this.#written.set(memory.id, memory);
    this.#noteSuccessor(memory, optionalText(before, 'superseded_by'));
    this.#terms.living(Number(memory.deletedAt === null) - Number(before['deleted_at'] === null));
    if (memory.deletedAt === null) this.#lexicon.learn(terms);
  }

  async get(id: string): Promise<Memory | undefined> {
    const row = this.#database.get(`SELECT ${memoryFields} FROM memories WHERE id = ?`, id);
    return row && memoryFromRow(row);
  }

  async getMany(ids: readonly string[]): Promise<Memory[]> {
    const found = new Map<string, Memory>();
    for (let at = 0; at < ids.length; at += chunk) {
      const part = ids.slice(at, at + chunk);
      const rows = this.#database.all(
        `SELECT ${memoryFields} FROM memories WHERE id IN (${marks(part)})`,
        ...part,
      );
      for (const memory of rows.map(memoryFromRow)) found.set(memory.id, memory);
    }
    return ids.flatMap((id) => found.get(id) ?? []);
  }

  async findByTail(tail: string): Promise<string[]> {
    const reversed = reversedTail(tail);
    // ':' follows the digits and 'g' the letters, so this is the range of everything that starts with it.
    const rows = this.#database.all(
      'SELECT id FROM memories WHERE tail >= ? AND tail < ? ORDER BY id DESC LIMIT ?',
      reversed,
      `${reversed}g`,
      tailMatches,
    );
    return rows.map((row) => text(row, 'id'));
  }

  async findDuplicate(
    category: Category,
    project: string | null,
    contentKey: string,
  ): Promise<Memory | undefined> {
    // What was superseded, archived or rejected was taken back on purpose: saying it again is news. Left to itself,
    // SQLite prefers the index with the most columns asked for, and reads every memory of a project in it.
    const row = this.#database.get(
      `SELECT ${memoryFields} FROM memories INDEXED BY memories_content WHERE content_key = ? AND category = ? AND project IS ? AND deleted_at IS NULL
         AND status IN ('active', 'resolved', 'candidate')
       ORDER BY status = 'active' DESC, id LIMIT 1`,
      storedContentKey(contentKey),
      category,
      project,
    );
    return row && memoryFromRow(row);
  }

  async list(
    filter: MemoryFilter,
    { limit, cursor, pinnedFirst = false, bytes }: Page,
  ): Promise<{ memories: Memory[]; nextCursor: string | null; total: number }> {
    const condition = memoryCondition(filter);
    const after = cursor === undefined ? undefined : parseCursor(cursor);
    const rows = this.#database.all(
      `SELECT seq FROM memories WHERE ${condition.sql} ${after ? 'AND (created_at, id) < (?, ?)' : ''}
       ORDER BY ${pinnedFirst ? "pinned * (1 + (trust = 'user')) DESC, " : ''}created_at DESC, id DESC LIMIT ?`,
      ...condition.parameters,
      ...(after ?? []),
      limit + 1,
    );
    const seqs = fittingPage(
      this.#database,
      rows.slice(0, limit).map((row) => number(row, 'seq')),
      bytes,
    );
    const memories = this.#hydrate(seqs);
    const last = memories.at(-1);
    return {
      memories,
      nextCursor: rows.length > seqs.length && last && !pinnedFirst ? formatCursor(last) : null,
      total: this.#count(condition),
    };
  }

  async isAny(filter: MemoryFilter): Promise<boolean> {
    const condition = memoryCondition(filter);
    return (
      this.#database.get(`SELECT 1 FROM memories WHERE ${condition.sql} LIMIT 1`, ...condition.parameters) !==
      undefined
    );
  }

  async search(query: LexicalQuery, filter: MemoryFilter, limit: number): Promise<LexicalHit[]> {
    const scored = new Map(this.#search.search(query, filter, limit).map(({ seq, score }) => [seq, score]));
    const snippet = snippetMaker([...query.terms.map(({ text: word }) => word), ...query.phrases]);
    return this.#hydrated([...scored.keys()]).map(([seq, memory]) => ({
      memory,
      bm25: scored.get(seq) ?? 0,
      get snippet() {
        return snippet(memory.content);
      },
    }));
  }

  async expandTerms(terms: readonly LexicalTerm[], language?: Language): Promise<ExpandedTerms> {
    return this.#expansion.expand(terms, language);
  }

  async documentFrequencies(
    terms: readonly string[],
  ): Promise<{ total: number; counts: ReadonlyMap<string, number> }> {
    return this.#terms.frequencies(terms, (word) => termExpression({ text: word }));
  }

  async findByEntities(
    references: readonly string[],
    filter: MemoryFilter,
    limit: number,
  ): Promise<Memory[]> {
    if (references.length === 0) return [];
    const condition = memoryCondition(filter);
    const rows = this.#database.all(
      `SELECT seq FROM memories
       WHERE seq IN (SELECT memory FROM memory_entities WHERE reference IN (${marks(references)})) AND ${condition.sql}
       ORDER BY created_at DESC, id DESC LIMIT ?`,
      ...references,
      ...condition.parameters,
      limit,
    );
    return this.#hydrate(rows.map((row) => number(row, 'seq')));
  }

  async turnsOf(
    sessions: readonly string[],
    filter: MemoryFilter,
    limit: number,
  ): Promise<ConversationTurn[]> {
    if (sessions.length === 0) return [];
    const condition = memoryCondition(filter);
    const rows = this.#database.all(
      `SELECT memories.id, session, title, content FROM json_each(?) AS wanted CROSS JOIN memories ON session = wanted.value
       WHERE category = 'conversation' AND ${condition.sql} ORDER BY wanted.key, created_at, seq LIMIT ?`,
      JSON.stringify(sessions),
      ...condition.parameters,
      limit,
    );
    return rows.map((row) => ({
      id: text(row, 'id'),
      session: text(row, 'session'),
      title: text(row, 'title'),
      content: text(row, 'content'),
    }));
  }

  async markRecalled(ids: readonly string[], at: number): Promise<void> {
    this.#database.run(
      `UPDATE memories SET recall_count = recall_count + 1, last_recalled_at = ?
       WHERE id IN (SELECT value FROM json_each(?))`,
      at,
      JSON.stringify(ids),
    );
  }

  async counts(filter: MemoryFilter): Promise<MemoryCounts> {
    const condition = memoryCondition(filter);
    const groups = this.#database
      .all(
        `SELECT project, category, status, count(*) AS count FROM memories WHERE ${condition.sql} GROUP BY 1, 2, 3`,
        ...condition.parameters,
      )
      .map((row) => ({
        project: optionalText(row, 'project'),
        category: text(row, 'category'),
        status: text(row, 'status'),
        count: number(row, 'count'),
      }));
    const byProject = new Map<string | null, number>();
    const byCategory: Record<string, number> = {};
    const byStatus: Record<string, number> = {};
    let total = 0;
    let openBlockers = 0;
    for (const { project, category, status, count } of groups) {
      total += count;
      byProject.set(project, (byProject.get(project) ?? 0) + count);
      byCategory[category] = (byCategory[category] ?? 0) + count;
      byStatus[status] = (byStatus[status] ?? 0) + count;
      if (category === 'blocker' && status === 'active') openBlockers += count;
    }
    return {
      total,
      byCategory,
      byStatus,
      byProject: [...byProject].map(([project, count]) => ({ project, count })),
      openBlockers,
    };
  }

  async findExpired(now: number, limit: number): Promise<Memory[]> {
    const rows = this.#database.all(
      `SELECT ${memoryFields} FROM memories WHERE expires_at <= ? AND status = 'candidate' AND deleted_at IS NULL
       ORDER BY expires_at LIMIT ?`,
      now,
      limit,
    );
    return rows.map(memoryFromRow);
  }

  async purge(ids: readonly string[]): Promise<string[]> {
    const purged = this.#purge.memories(ids);
    this.#terms.forget();
    this.#purged = true;
    return purged;
  }

  async purgeVersions(ids: readonly string[]): Promise<string[]> {
    const purged = this.#purge.versions(ids);
    this.#terms.forget();
    this.#purged = true;
    return purged;
  }

  /** True once after a purge: the log still holds the old pages until it is truncated. */
  takePurged(): boolean {
    const purged = this.#purged;
    this.#purged = false;
    return purged;
  }

  /** What was inserted or updated since the last call, as it is now; what was purged meanwhile may be among it. */
  takeWritten(): Memory[] {
    const written = [...this.#written.values()];
    this.#written.clear();
    return written;
  }

  /**
   * To be called before the commit, when all links are as the unit leaves them. Throws `conflict` when one that it made
   * leads back to where it begins: whoever follows such a chain comes to no memory that holds. A circle that was there
   * before is nobody's fault here and stops no other change.
   */
  refuseCircles(): void {
    for (const [id, successor] of this.#successors) {
      const last = this.#database.get(lastInCircleSql, successor, id);
      if (last) throw circleRefusal(id, successor, text(last, 'id'));
    }
    this.#successors.clear();
  }

  async supersedeCircles(): Promise<string[][]> {
    const rows = this.#database.all('SELECT id, superseded_by FROM memories WHERE superseded_by IS NOT NULL');
    return supersedeCircles(new Map(rows.map((row) => [text(row, 'id'), text(row, 'superseded_by')])));
  }

  /** What is remembered between statements is wrong after a rollback. */
  rolledBack(): void {
    this.#written.clear();
    this.#successors.clear();
    this.#terms.forget();
    this.#purged = false;
  }

  #noteSuccessor({ id, supersededBy }: Memory, before: string | null): void {
    if (supersededBy !== null && supersededBy !== before) this.#successors.set(id, supersededBy);
    else if (supersededBy === null) this.#successors.delete(id);
  }

  /** Whole memories in the order of their row numbers. */
  #hydrate(seqs: readonly number[]): Memory[] {
    return this.#hydrated(seqs).map(([, memory]) => memory);
  }

  #hydrated(seqs: readonly number[]): [seq: number, memory: Memory][] {
    const found = new Map(
      this.#database
        .all(
          `SELECT seq, ${memoryFields} FROM memories WHERE seq IN (SELECT value FROM json_each(?))`,
          JSON.stringify(seqs),
        )
        .map((row) => [number(row, 'seq'), memoryFromRow(row)]),
    );
    return seqs.flatMap((seq): [number, Memory][] => {
      const memory = found.get(seq);
      return memory ? [[seq, memory]] : [];
    });
  }

  #count(condition: Condition): number {
    const row = this.#database.get(
      `SELECT count(*) AS count FROM memories WHERE ${condition.sql}`,
      ...condition.parameters,
    );
    return Number(row?.['count']);
  }
}
