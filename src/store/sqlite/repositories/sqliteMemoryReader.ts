import type { Category, Memory, Scope } from '../../../core/memory/memory.ts';
import { supersedeCircles } from '../../../core/memory/supersedeCircles.ts';
import type { MemoryFilter, Page } from '../../ports/memoryFilter.ts';
import type {
  ConversationTurn,
  MemoryCounts,
  MemoryPage,
  MemoryReader,
  MemorySpan,
  Mention,
} from '../../ports/memoryRepository.ts';
import type { MemoryUsage } from '../../ports/memoryUsage.ts';
import type { Database } from '../../../sqlite/database.ts';
import { number, optionalText, text } from './columns.ts';
import { fittingPage } from './fittingPage.ts';
import { memoriesOf } from './hydration.ts';
import { type Condition, marks, memoryCondition } from './memoryCondition.ts';
import { memoryFields, memoryFromRow, reversedTail, storedContentKey } from './memoryRow.ts';
import { countUsage } from './countUsage.ts';
import { placeOf } from './pageCursor.ts';

const tailMatches = 10;
/** Ids in one statement; SQLite allows more, but each length is a statement of its own. */
const chunk = 64;

/** `core/memory/reviewDueAt.ts` in SQL. */
const reviewDueAt = 'coalesce(reviewed_at, created_at) + review_days * 86400000';

export class SqliteMemoryReader implements MemoryReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
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

  async list(filter: MemoryFilter, page: Page): Promise<MemoryPage> {
    const { limit, bytes } = page;
    const condition = memoryCondition(filter);
    const place = placeOf(page);
    const rows = this.#database.all(
      `SELECT seq FROM memories WHERE ${condition.sql} ${place.after ? 'AND (created_at, id) < (?, ?)' : ''}
       ORDER BY ${place.order} LIMIT ? OFFSET ?`,
      ...condition.parameters,
      ...(place.after ?? []),
      limit + 1,
      place.offset,
    );
    const seqs = fittingPage(
      this.#database,
      rows.slice(0, limit).map((row) => number(row, 'seq')),
      bytes,
    );
    const memories = memoriesOf(this.#database, seqs);
    return {
      memories,
      nextCursor: rows.length > seqs.length ? place.next(memories) : null,
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
    return memoriesOf(
      this.#database,
      rows.map((row) => number(row, 'seq')),
    );
  }

  async findLinking(ids: readonly string[]): Promise<Memory[]> {
    const wanted = JSON.stringify(ids);
    const rows = this.#database.all(
      `SELECT memory AS seq FROM memory_links WHERE target IN (SELECT value FROM json_each(?1))
       UNION SELECT seq FROM memories WHERE superseded_by IN (SELECT value FROM json_each(?1)) ORDER BY seq`,
      wanted,
    );
    return memoriesOf(
      this.#database,
      rows.map((row) => number(row, 'seq')),
    );
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
       WHERE category = 'conversation' AND source_kind <> 'conversation' AND ${condition.sql} ORDER BY wanted.key, created_at, seq LIMIT ?`,
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

  async usage(
    projects: readonly (string | null)[] | undefined,
    window: { since: number; most: number },
  ): Promise<MemoryUsage> {
    return countUsage(this.#database, projects, window);
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
    const byBoth = new Map<string, { category: string; status: string; count: number }>();
    let total = 0;
    let openBlockers = 0;
    for (const { project, category, status, count } of groups) {
      total += count;
      byProject.set(project, (byProject.get(project) ?? 0) + count);
      byCategory[category] = (byCategory[category] ?? 0) + count;
      byStatus[status] = (byStatus[status] ?? 0) + count;
      const both = `${category} ${status}`;
      byBoth.set(both, { category, status, count: (byBoth.get(both)?.count ?? 0) + count });
      if (category === 'blocker' && status === 'active') openBlockers += count;
    }
    return {
      total,
      byCategory,
      byStatus,
      byCategoryAndStatus: [...byBoth.values()],
      byProject: [...byProject].map(([project, count]) => ({ project, count })),
      openBlockers,
    };
  }

  async spans(filter: MemoryFilter): Promise<MemorySpan[]> {
    const condition = memoryCondition(filter);
    return this.#database
      .all(
        `SELECT scope, count(*) AS count, min(created_at) AS oldest, max(created_at) AS newest
         FROM memories WHERE ${condition.sql} GROUP BY scope ORDER BY scope`,
        ...condition.parameters,
      )
      .map((row) => ({
        scope: text(row, 'scope') as Scope,
        count: number(row, 'count'),
        oldest: number(row, 'oldest'),
        newest: number(row, 'newest'),
      }));
  }

  async findExpired(now: number, limit: number): Promise<Memory[]> {
    const rows = this.#database.all(
      `SELECT ${memoryFields} FROM memories WHERE expires_at <= ? AND deleted_at IS NULL
       AND status IN ('candidate', 'active', 'resolved') ORDER BY expires_at LIMIT ?`,
      now,
      limit,
    );
    return rows.map(memoryFromRow);
  }

  async findDue(now: number, filter: MemoryFilter, limit: number): Promise<Memory[]> {
    return this.#pastOf('reminder_at', 'reminder_at', now, filter, limit);
  }

  async findUnreviewed(now: number, filter: MemoryFilter, limit: number): Promise<Memory[]> {
    return this.#pastOf('review_days', reviewDueAt, now, filter, limit);
  }

  async mentions(filter: MemoryFilter, limit: number): Promise<Mention[]> {
    const condition = memoryCondition(filter);
    const rows = this.#database.all(
      `SELECT reference, created_at FROM memories CROSS JOIN memory_entities ON memory = seq
       WHERE ${condition.sql} ORDER BY created_at DESC, id DESC, reference LIMIT ?`,
      ...condition.parameters,
      limit,
    );
    return rows.map((row) => ({ reference: text(row, 'reference'), createdAt: number(row, 'created_at') }));
  }

  async supersedeCircles(): Promise<string[][]> {
    const rows = this.#database.all('SELECT id, superseded_by FROM memories WHERE superseded_by IS NOT NULL');
    return supersedeCircles(new Map(rows.map((row) => [text(row, 'id'), text(row, 'superseded_by')])));
  }

  /** Memories of which a time is past, the longest past first; few have the column that it needs. */
  #pastOf(column: string, time: string, now: number, filter: MemoryFilter, limit: number): Memory[] {
    const condition = memoryCondition(filter);
    const rows = this.#database.all(
      `SELECT seq FROM memories INDEXED BY memories_${column} WHERE ${column} IS NOT NULL AND ${time} <= ?
       AND ${condition.sql} ORDER BY ${time}, id LIMIT ?`,
      now,
      ...condition.parameters,
      limit,
    );
    return memoriesOf(
      this.#database,
      rows.map((row) => number(row, 'seq')),
    );
  }

  #count(condition: Condition): number {
    const row = this.#database.get(
      `SELECT count(*) AS count FROM memories WHERE ${condition.sql}`,
      ...condition.parameters,
    );
    return Number(row?.['count']);
  }
}
