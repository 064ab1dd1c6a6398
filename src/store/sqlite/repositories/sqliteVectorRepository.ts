import type { Memory } from '../../../core/memory/memory.ts';
import type { MemoryFilter } from '../../ports/memoryFilter.ts';
import type {
  VectorEntry,
  VectorHit,
  VectorLag,
  VectorProgress,
  VectorRepository,
  VectorSpace,
} from '../../ports/vectorIndex.ts';
import type { Database } from '../../../sqlite/database.ts';
import { lendVectors, nearestMemories } from '../vectors/exactCosines.ts';
import { GroupTable } from '../vectors/groupTable.ts';
import { loadKernel } from '../vectors/loadKernel.ts';
import { type IndexedRows, memoryRows, passageRows, secondOf, SpaceIndex } from '../vectors/spaceIndex.ts';
import { productsWith, unitVector, vectorBytes, vectorFrom } from '../vectors/storedVector.ts';
import { sweepDroppedSpaces } from '../vectors/sweepDroppedSpaces.ts';
import { type IndexHit, CodeScan } from '../vectors/codeScan.ts';
import { number } from './columns.ts';
import { findSpace, livingSpaces, spaceFromRow } from './findSpace.ts';
import { memoryCondition } from './memoryCondition.ts';
import { memoryFromRow } from './memoryRow.ts';

/** Rows that are scored again with the whole vector, for each hit asked for and at least: codes mix up neighbours. */
const rescored = { perHit: 3, least: 24 } as const;
/** Slices end a little late, by the work of one chunk. */
const sliceMs = 12;
/** Changes that make writing chunks worth it; fewer are read in some milliseconds when the index is loaded. */
const packFrom = 256;

interface OpenSpace {
  readonly space: VectorSpace;
  readonly memories: SpaceIndex;
  /** What long memories say further down. */
  readonly passages: SpaceIndex;
}

export class SqliteVectorRepository implements VectorRepository {
  readonly #database: Database;
  readonly #open = new Map<number, OpenSpace>();
  /** Those of this unit of work: after a rollback their ids may be given to other spaces. */
  readonly #justOpened = new Set<number>();
  #groupTable: GroupTable | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  async openSpace(
    { provider, model, dimensions }: Pick<VectorSpace, 'provider' | 'model' | 'dimensions'>,
    now: number,
  ): Promise<VectorSpace> {
    const find = () =>
      this.#database.get(
        `${livingSpaces} AND provider = ? AND model = ? AND dimensions = ?`,
        provider,
        model,
        dimensions,
      );
    const known = find();
    if (known) return spaceFromRow(known);
    this.#database.run(
      'INSERT INTO vector_spaces (provider, model, dimensions, created_at) VALUES (?, ?, ?, ?)',
      provider,
      model,
      dimensions,
      now,
    );
    const made = find();
    if (!made) throw new Error('The space is not there');
    this.#database.run(
      'INSERT INTO vector_pending (space, memory) SELECT ?, seq FROM memories WHERE deleted_at IS NULL ORDER BY seq',
      number(made, 'id'),
    );
    this.#database.run(
      `INSERT INTO turn_pending (space, memory) SELECT ?, seq FROM memories
       WHERE deleted_at IS NULL AND seq IN (SELECT memory FROM turns)`,
      number(made, 'id'),
    );
    return spaceFromRow(made);
  }

  async spaces(): Promise<(VectorSpace & VectorProgress)[]> {
    const total = this.#countLiving();
    return this.#database.all(`${livingSpaces} ORDER BY id`).map((row) => {
      const space = spaceFromRow(row);
      return { ...space, embedded: total - this.#countPending(space.id), total };
    });
  }

  async dropSpace(space: number, now: number): Promise<void> {
    findSpace(this.#database, space);
    this.#database.run('UPDATE vector_spaces SET dropped_at = ? WHERE id = ?', now, space);
    this.#open.delete(space);
  }

  async put(space: number, entries: readonly VectorEntry[]): Promise<number> {
    // Opened, so that upkeep takes care of it also while nobody searches it.
    const { dimensions } = (await this.#opened(space)).space;
    let stored = 0;
    for (const { memoryId, vector, revision, passages = [] } of entries) {
      // Those of passages that were there are gone with the vector that is replaced.
      const isThere = this.#database.run(
        `INSERT INTO memory_vectors (space, memory, vector)
           SELECT ?, seq, ? FROM memories WHERE id = ? AND revision = coalesce(?, revision)
         ON CONFLICT (space, memory) DO UPDATE SET vector = excluded.vector`,
        space,
        vectorBytes(unitVector(vector, dimensions)),
        memoryId,
        revision ?? null,
      );
      stored += isThere;
      for (const passage of isThere === 0 ? [] : passages)
        this.#database.run(
          'INSERT INTO passage_vectors (space, memory, vector) SELECT ?, seq, ? FROM memories WHERE id = ?',
          space,
          vectorBytes(unitVector(passage, dimensions)),
          memoryId,
        );
    }
    return stored;
  }

  async missing(space: number, limit: number): Promise<Memory[]> {
    findSpace(this.#database, space);
    const rows = this.#database.all(
      `SELECT m.* FROM vector_pending AS p CROSS JOIN memories AS m ON m.seq = p.memory
       WHERE p.space = ? ORDER BY p.memory DESC LIMIT ?`,
      space,
      limit,
    );
    return rows.map(memoryFromRow);
  }

  async progress(space: number): Promise<VectorProgress> {
    findSpace(this.#database, space);
    const total = this.#countLiving();
    return { embedded: total - this.#countPending(space), total };
  }

  async lag(space: number | undefined): Promise<VectorLag> {
    if (space !== undefined) findSpace(this.#database, space);
    const count = space === undefined ? this.#countLiving() : this.#countPending(space);
    // Numbers grow, so that the lowest is the oldest, and no other row need be read.
    const row =
      space === undefined
        ? this.#database.get('SELECT updated_at FROM memories WHERE deleted_at IS NULL ORDER BY seq LIMIT 1')
        : this.#database.get(
            `SELECT updated_at FROM memories WHERE seq =
               (SELECT min(memory) FROM vector_pending WHERE space = ?)`,
            space,
          );
    return { count, since: row && number(row, 'updated_at') };
  }

  async search(
    space: number,
    query: Float32Array,
    filter: MemoryFilter,
    limit: number,
  ): Promise<VectorHit[]> {
    const { memories, passages, space: found } = await this.#opened(space);
    memories.refresh();
    passages.refresh();
    const unit = unitVector(query, found.dimensions);
    const rows = filter.session === undefined && filter.tag === undefined ? undefined : this.#seqs(filter);
    const rowFilter = {
      groups: this.#groups.matching(filter),
      createdFrom: filter.since === undefined ? undefined : secondOf(filter.since),
    };
    const ofPassages = rows && this.#passagesOf(space, rows);
    for (let wanted = Math.max(limit * rescored.perHit, rescored.least); ; wanted *= 4) {
      const hits = memories.index.search(unit, wanted, { ...rowFilter, rows });
      const parts = passages.index.search(unit, wanted, { ...rowFilter, rows: ofPassages });
      const scored = nearestMemories(this.#database, space, unit, { memories: hits, passages: parts });
      const answer = this.#hydrate(scored, filter, limit);
      // The index knows times by the second only, so that more may be needed than was wanted.
      if (hits.length < wanted && parts.length < wanted) return answer;
      // Passages found may be all of one memory; those beyond them may be nearer than the last of the answer.
      const beyond = parts.length < wanted ? -Infinity : (parts.at(-1)?.cosine ?? -Infinity);
      if (answer.length === limit && (answer.at(-1)?.cosine ?? -Infinity) >= beyond) return answer;
    }
  }

  async cosines(
    space: number,
    query: Float32Array,
    memoryIds: readonly string[],
  ): Promise<ReadonlyMap<string, number>> {
    const cosineOf = productsWith(unitVector(query, findSpace(this.#database, space).dimensions));
    const cosines = new Map<string, number>();
    lendVectors(this.#database, space, memoryIds, ['memory_vectors', 'passage_vectors'], (id, vector) =>
      cosines.set(id, Math.max(cosines.get(id) ?? -Infinity, cosineOf(vector))),
    );
    return cosines;
  }

  async vectorsOf(space: number, memoryIds: readonly string[]): Promise<ReadonlyMap<string, Float32Array>> {
    findSpace(this.#database, space);
    const vectors = new Map<string, Float32Array>();
    lendVectors(this.#database, space, memoryIds, ['memory_vectors'], (id, vector) =>
      vectors.set(id, vectorFrom(new Uint8Array(vector))),
    );
    return vectors;
  }

  /** Whether `search` answers without loading the index first, which takes part of a second for a million memories. */
  async isLoaded(space: number): Promise<boolean> {
    const { memories, passages } = await this.#opened(space);
    return memories.isLoaded && passages.isLoaded;
  }

  /** Loads a slice of the index of at most 20 ms; true when all of it is there. */
  async load(space: number): Promise<boolean> {
    const { memories, passages } = await this.#opened(space);
    const deadline = performance.now() + sliceMs;
    return memories.refresh(deadline) && passages.refresh(deadline);
  }

  /** A slice of at most 20 ms of what may wait, in a unit that writes; true when there is more. */
  async pack(): Promise<boolean> {
    const deadline = performance.now() + sliceMs;
    for (const index of this.#indexes) if (index.pack(packFrom, deadline)) return true;
    return sweepDroppedSpaces(this.#database, deadline);
  }

  /** What was read in this unit of work is so from now on. */
  committed(): void {
    this.#justOpened.clear();
    this.#groupTable?.committed();
    for (const index of this.#indexes) index.committed();
  }

  /** What was read in this unit of work never was. */
  rolledBack(): void {
    for (const space of this.#justOpened) this.#open.delete(space);
    this.#justOpened.clear();
    this.#groupTable?.rolledBack();
    for (const index of this.#indexes) index.rolledBack();
  }

  get #indexes(): SpaceIndex[] {
    return [...this.#open.values()].flatMap(({ memories, passages }) => [memories, passages]);
  }

  get #groups(): GroupTable {
    this.#groupTable ??= new GroupTable(this.#database);
    return this.#groupTable;
  }

  async #opened(id: number): Promise<OpenSpace> {
    const space = findSpace(this.#database, id);
    const kernel = await loadKernel();
    const known = this.#open.get(id);
    if (known) return known;
    const indexOf = (rows: IndexedRows) =>
      new SpaceIndex({
        database: this.#database,
        groups: this.#groups,
        index: new CodeScan(kernel, space.dimensions),
        space: id,
        rows,
      });
    const opened = { space, memories: indexOf(memoryRows), passages: indexOf(passageRows) };
    this.#open.set(id, opened);
    if (this.#database.isInTransaction) this.#justOpened.add(id);
    return opened;
  }

  /** Rows of living memories that pass, for what the index knows nothing of. */
  #seqs(filter: MemoryFilter): number[] {
    const condition = memoryCondition(filter, { livingOnly: true });
    return this.#database
      .all(`SELECT seq FROM memories WHERE ${condition.sql}`, ...condition.parameters)
      .map((row) => number(row, 'seq'));
  }

  #passagesOf(space: number, seqs: readonly number[]): number[] {
    return this.#database
      .all(
        `SELECT v.id FROM json_each(?) AS wanted
         CROSS JOIN passage_vectors AS v ON v.space = ? AND v.memory = wanted.value`,
        JSON.stringify(seqs),
        space,
      )
      .map((row) => number(row, 'id'));
  }

  /** The first `limit` whose memories pass the filter as SQL understands it. */
  #hydrate(hits: readonly IndexHit[], filter: MemoryFilter, limit: number): VectorHit[] {
    const condition = memoryCondition(filter, { livingOnly: true });
    const answer: VectorHit[] = [];
    for (let at = 0; at < hits.length && answer.length < limit; at += limit) {
      const part = hits.slice(at, at + limit);
      const rows = this.#database.all(
        `SELECT memories.* FROM json_each(?) AS hit CROSS JOIN memories ON memories.seq = hit.value
         WHERE ${condition.sql}`,
        JSON.stringify(part.map(({ seq }) => seq)),
        ...condition.parameters,
      );
      const memories = new Map(rows.map((row) => [number(row, 'seq'), memoryFromRow(row)]));
      for (const { seq, cosine } of part) {
        const memory = memories.get(seq);
        if (memory && answer.length < limit) answer.push({ memory, cosine });
      }
    }
    return answer;
  }

  #countLiving(): number {
    const row = this.#database.get('SELECT count(*) AS count FROM memories WHERE deleted_at IS NULL');
    return Number(row?.['count']);
  }

  #countPending(space: number): number {
    const row = this.#database.get('SELECT count(*) AS count FROM vector_pending WHERE space = ?', space);
    return Number(row?.['count']);
  }
}
