import type { Memory } from '../../../core/memory/memory.ts';
import { MemoryBridgeError } from '../../../core/errors.ts';
import { memoryTerms } from '../../../core/memory/memoryTerms.ts';
import { shortId } from '../../../core/shortId.ts';
import type { MemoryRepository } from '../../ports/memoryRepository.ts';
import type { Database } from '../../../sqlite/database.ts';
import { optionalText, text } from './columns.ts';
import { circleRefusal } from './circleRefusal.ts';
import { marks } from './memoryCondition.ts';
import { MemoryPurge } from './memoryPurge.ts';
import { memoryColumns, memoryParameters } from './memoryRow.ts';
import { SqliteMemoryReader } from './sqliteMemoryReader.ts';
import type { SqliteTextIndex } from './sqliteTextIndex.ts';

const insertSql = `INSERT INTO memories (${memoryColumns.join(', ')}) VALUES (${marks(memoryColumns)})`;
const updateSql = `UPDATE memories SET ${memoryColumns.map((column) => `${column} = ?`).join(', ')} WHERE id = ? AND revision = ?`;

/** UNION drops what was met before, so that the walk ends in a circle of others too. */
const lastInCircleSql = `
WITH RECURSIVE chain (id) AS (
  SELECT ? UNION SELECT superseded_by FROM chain JOIN memories USING (id) WHERE superseded_by IS NOT NULL
)
SELECT id FROM chain JOIN memories USING (id) WHERE superseded_by = ?`;

/** Whoever reads a memory again so soon is still at it, ms. */
const oneLook = 60_000;

export class SqliteMemoryRepository extends SqliteMemoryReader implements MemoryRepository {
  readonly #database: Database;
  readonly #texts: SqliteTextIndex;
  readonly #purge: MemoryPurge;
  /** Rows of this unit of work as it leaves them, by id. */
  readonly #written = new Map<string, Memory>();
  /** Memories to which this unit of work gave a successor, with it. */
  readonly #successors = new Map<string, string>();
  #purged = false;

  constructor(database: Database, texts: SqliteTextIndex) {
    super(database);
    this.#database = database;
    this.#texts = texts;
    this.#purge = new MemoryPurge(database);
  }

  async insert(memory: Memory): Promise<void> {
    const terms = memoryTerms(memory);
    this.#database.run(insertSql, ...memoryParameters(memory, terms.identifiers));
    this.#written.set(memory.id, memory);
    this.#noteSuccessor(memory, null);
    if (memory.deletedAt === null) this.#texts.written(true, false, terms);
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
    this.#texts.written(memory.deletedAt === null, before['deleted_at'] === null, terms);
  }

  async markRecalled(ids: readonly string[], at: number): Promise<void> {
    this.#database.run(
      `UPDATE memories SET recall_count = recall_count + 1, last_recalled_at = ?
       WHERE id IN (SELECT value FROM json_each(?))`,
      at,
      JSON.stringify(ids),
    );
  }

  async markOpened(ids: readonly string[], at: number): Promise<void> {
    this.#database.run(
      `UPDATE memories SET opened_count = opened_count + 1, last_opened_at = ?1
       WHERE id IN (SELECT value FROM json_each(?2)) AND (last_opened_at IS NULL OR last_opened_at <= ?1 - ?3)`,
      at,
      JSON.stringify(ids),
      oneLook,
    );
  }

  async purge(ids: readonly string[]): Promise<string[]> {
    const purged = this.#purge.memories(ids);
    this.#texts.forget();
    this.#purged = true;
    return purged;
  }

  async purgeVersions(ids: readonly string[]): Promise<string[]> {
    const purged = this.#purge.versions(ids);
    this.#texts.forget();
    this.#purged = true;
    return purged;
  }

  /** What it consists of besides its row was changed: it is to have its vectors anew. */
  saysOtherwise(memory: Memory): void {
    if (!this.#written.has(memory.id)) this.#written.set(memory.id, memory);
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

  /** What is remembered between statements is wrong after a rollback. */
  rolledBack(): void {
    this.#written.clear();
    this.#successors.clear();
    this.#texts.forget();
    this.#purged = false;
  }

  #noteSuccessor({ id, supersededBy }: Memory, before: string | null): void {
    if (supersededBy !== null && supersededBy !== before) this.#successors.set(id, supersededBy);
    else if (supersededBy === null) this.#successors.delete(id);
  }
}
