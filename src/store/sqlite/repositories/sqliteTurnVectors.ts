import type { MemoryFilter } from '../../ports/memoryFilter.ts';
import type { PlacedTurn } from '../../ports/turnRepository.ts';
import {
  type AwaitingTurns,
  mostPassagesOfTurns,
  mostTurnsWithVectors,
  type PassageEntry,
  type PassageHit,
  type TurnVectorRepository,
} from '../../ports/turnVectors.ts';
import type { Database } from '../../../sqlite/database.ts';
import type { Row } from '../../../sqlite/preparedStatement.ts';
import { secondOf, type SpaceIndex, turnRows } from '../vectors/spaceIndex.ts';
import { SpaceIndexes } from '../vectors/spaceIndexes.ts';
import { productsWith, unitVector, vectorBytes, vectorFrom } from '../vectors/storedVector.ts';
import { number, optionalNumber } from './columns.ts';
import { memoriesBySeq } from './hydration.ts';
import { memoryCondition } from './memoryCondition.ts';
import { memoryFromRow } from './memoryRow.ts';
import { findSpace } from './findSpace.ts';
import { turnColumns, turnFromRow } from './sqliteTurnRepository.ts';

/** Passages that are scored again with the whole vector: several may be of one conversation. */
const rescored = { perHit: 4, least: 48, most: 800 } as const;
/** What a look at the index may read of it, when it is not loaded yet or much has changed, ms. */
const sliceMs = 12;
/** Changes that are worth being forgotten together. */
const packFrom = 256;

/** Conversations of which turns are counted at once. */
const countedAtOnce = 20;

/** Turns of a memory that may have vectors, and have not been looked at. Parameters: how many, space. */
const unreadOf = (memory: string) =>
  `(SELECT seq, said_at FROM turns WHERE memory = ${memory} ORDER BY said_at DESC, seq DESC LIMIT ?) AS s
  WHERE NOT EXISTS (SELECT 1 FROM turn_passages AS p WHERE p.space = ? AND p.turn = s.seq)`;
const unread = unreadOf('?');

export class SqliteTurnVectors implements TurnVectorRepository {
  readonly #database: Database;
  readonly #indexes: SpaceIndexes;

  constructor(database: Database) {
    this.#database = database;
    this.#indexes = new SpaceIndexes(database, turnRows);
  }

  async missing(space: number, limit: number): Promise<AwaitingTurns | undefined> {
    findSpace(this.#database, space);
    const row = this.#database.get(
      `SELECT m.* FROM turn_pending AS p CROSS JOIN memories AS m ON m.seq = p.memory
       WHERE p.space = ? ORDER BY p.memory DESC LIMIT 1`,
      space,
    );
    if (!row) return undefined;
    const seq = number(row, 'seq');
    const turns = this.#database
      .all(
        `SELECT ${turnColumns} FROM turns AS t WHERE t.seq IN
           (SELECT s.seq FROM ${unread} ORDER BY s.said_at, s.seq LIMIT ?) ORDER BY t.said_at, t.seq`,
        seq,
        mostTurnsWithVectors,
        space,
        limit,
      )
      .map(turnFromRow);
    return { memory: memoryFromRow(row), turns, before: this.#before(seq, turns[0]) };
  }

  async awaiting(space: number, most: number): Promise<number> {
    findSpace(this.#database, space);
    let count = 0;
    let before = Number.MAX_SAFE_INTEGER;
    while (count < most) {
      const rows = this.#database.all(
        `SELECT c.memory, (SELECT count(*) FROM ${unreadOf('c.memory')}) AS turns FROM turn_pending AS c
         WHERE c.space = ? AND c.memory < ? ORDER BY c.memory DESC LIMIT ?`,
        mostTurnsWithVectors,
        space,
        space,
        before,
        countedAtOnce,
      );
      count += rows.reduce((sum, row) => sum + number(row, 'turns'), 0);
      const last = rows.at(-1);
      if (!last || rows.length < countedAtOnce) break;
      before = number(last, 'memory');
    }
    return Math.min(count, most);
  }

  async search(
    space: number,
    query: Float32Array,
    filter: MemoryFilter,
    limit: number,
  ): Promise<PassageHit[]> {
    const { index, dimensions } = await this.#opened(space);
    index.refresh(performance.now() + sliceMs);
    const unit = unitVector(query, dimensions);
    const { since } = filter;
    const isListed = filter.session !== undefined || filter.tag !== undefined;
    const rowFilter = {
      groups: this.#indexes.groups.matching(filter),
      createdFrom: since === undefined ? undefined : secondOf(since),
      rows: isListed ? this.#rowsOf(space, filter) : undefined,
    };
    for (let wanted = Math.max(limit * rescored.perHit, rescored.least); ; wanted *= 4) {
      const found = index.index.search(unit, wanted, rowFilter).map(({ seq }) => seq);
      const best = this.#bestOf(this.#scored(unit, found), filter, limit);
      if (best.length >= limit || found.length < wanted || wanted >= rescored.most)
        return this.#hydrate(best);
    }
  }

  async vectorsOf(
    space: number,
    turns: readonly number[],
  ): Promise<ReadonlyMap<number, readonly Float32Array[]>> {
    findSpace(this.#database, space);
    const vectors = new Map<number, Float32Array[]>();
    this.#database.lend(
      `SELECT p.turn, v.vector FROM json_each(?) AS wanted
       CROSS JOIN turn_passages AS p ON p.space = ? AND p.turn = wanted.value
       CROSS JOIN turn_vectors AS v ON v.id = p.passage`,
      (turn, lent) => {
        const known = vectors.get(turn);
        const vector = vectorFrom(new Uint8Array(lent));
        if (known) known.push(vector);
        else vectors.set(turn, [vector]);
      },
      JSON.stringify(turns),
      space,
    );
    return vectors;
  }

  async put(
    space: number,
    memory: string,
    entries: readonly PassageEntry[],
    passedOver: readonly PlacedTurn[],
  ): Promise<number> {
    // Opened, so that upkeep takes care of it also while nobody searches it.
    const { dimensions } = await this.#opened(space);
    const row = this.#database.get('SELECT seq FROM memories WHERE id = ? AND deleted_at IS NULL', memory);
    if (!row) return 0;
    const seq = number(row, 'seq');
    let stored = 0;
    for (const { vector, turns, before, begins } of entries) {
      const read = before ? [before, ...turns] : turns;
      const [first, last] = [turns[0], turns.at(-1)];
      if (!first || !last || !read.every((turn) => this.#isAsRead(seq, turn))) continue;
      this.#database.run(
        `INSERT INTO turn_vectors (space, memory, first, last, begins, said_at, vector) VALUES (?, ?, ?, ?, ?, ?, ?)`,
        space,
        seq,
        first.seq,
        last.seq,
        begins ?? null,
        last.saidAt,
        vectorBytes(unitVector(vector, dimensions)),
      );
      const passage = Number(this.#database.get('SELECT last_insert_rowid() AS id')?.['id']);
      for (const turn of read) this.#note(space, turn.seq, passage);
      stored += 1;
    }
    for (const turn of passedOver) if (this.#isAsRead(seq, turn)) this.#note(space, turn.seq, 0);
    this.#forgetOldest(space, seq);
    this.#settle(space, seq);
    return stored;
  }

  /** Loads a slice of the index of at most 20 ms; true when all of it is there. */
  async load(space: number): Promise<boolean> {
    return (await this.#opened(space)).index.refresh(performance.now() + sliceMs);
  }

  /** A slice of at most 20 ms of what may wait, in a unit that writes; true when there is more. */
  async pack(): Promise<boolean> {
    const living = this.#database.all('SELECT id FROM vector_spaces WHERE dropped_at IS NULL');
    this.#indexes.keep(new Set(living.map((row) => number(row, 'id'))));
    const deadline = performance.now() + sliceMs;
    return this.#indexes.all.some((index) => index.pack(packFrom, deadline));
  }

  committed(): void {
    this.#indexes.committed();
  }

  rolledBack(): void {
    this.#indexes.rolledBack();
  }

  async #opened(id: number): Promise<{ index: SpaceIndex; dimensions: number }> {
    const space = findSpace(this.#database, id);
    return { index: await this.#indexes.of(space), dimensions: space.dimensions };
  }

  #before(memory: number, first: PlacedTurn | undefined): PlacedTurn | undefined {
    const row =
      first &&
      this.#database.get(
        `SELECT ${turnColumns} FROM turns AS t WHERE t.memory = ? AND (t.said_at, t.seq) < (?, ?)
         ORDER BY t.said_at DESC, t.seq DESC LIMIT 1`,
        memory,
        first.saidAt,
        first.seq,
      );
    return row && turnFromRow(row);
  }

  #isAsRead(memory: number, { seq, content }: PlacedTurn): boolean {
    return (
      this.#database.get(
        'SELECT 1 FROM turns WHERE seq = ? AND memory = ? AND content = ?',
        seq,
        memory,
        content,
      ) !== undefined
    );
  }

  #note(space: number, turn: number, passage: number): void {
    this.#database.run(
      'INSERT OR IGNORE INTO turn_passages (space, turn, passage) VALUES (?, ?, ?)',
      space,
      turn,
      passage,
    );
  }

  /** What has too much behind it is done with: its words find it. */
  #forgetOldest(space: number, memory: number): void {
    const oldest = this.#database.all(
      `SELECT id FROM turn_vectors WHERE space = ? AND memory = ? ORDER BY said_at DESC, id DESC LIMIT -1 OFFSET ?`,
      space,
      memory,
      mostPassagesOfTurns,
    );
    for (const row of oldest) {
      const id = number(row, 'id');
      this.#database.run(
        'INSERT OR IGNORE INTO turn_passages (space, turn, passage) SELECT space, turn, 0 FROM turn_passages WHERE passage = ?',
        id,
      );
      this.#database.run('DELETE FROM turn_vectors WHERE id = ?', id);
    }
    this.#database.run(
      `INSERT OR IGNORE INTO turn_passages (space, turn, passage)
         SELECT ?1, s.seq, 0 FROM
           (SELECT seq FROM turns WHERE memory = ?2 ORDER BY said_at DESC, seq DESC LIMIT -1 OFFSET ?3) AS s
         WHERE NOT EXISTS (SELECT 1 FROM turn_passages AS p WHERE p.space = ?1 AND p.turn = s.seq)`,
      space,
      memory,
      mostTurnsWithVectors,
    );
  }

  #settle(space: number, memory: number): void {
    const left = this.#database.get(`SELECT 1 FROM ${unread} LIMIT 1`, memory, mostTurnsWithVectors, space);
    if (!left) this.#database.run('DELETE FROM turn_pending WHERE space = ? AND memory = ?', space, memory);
  }

  /** Passages of the memories that pass, for what the index knows nothing of. */
  #rowsOf(space: number, { since: _since, until: _until, ...filter }: MemoryFilter): number[] {
    const condition = memoryCondition(filter, { livingOnly: true });
    return this.#database
      .all(
        `SELECT v.id AS id FROM memories CROSS JOIN turn_vectors AS v ON v.space = ? AND v.memory = memories.seq
         WHERE ${condition.sql}`,
        space,
        ...condition.parameters,
      )
      .map((row) => number(row, 'id'));
  }

  /** Exact cosines of passages. */
  #scored(query: Float32Array, passages: readonly number[]): ReadonlyMap<number, number> {
    const cosineOf = productsWith(query);
    const cosines = new Map<number, number>();
    this.#database.lend(
      'SELECT v.id, v.vector FROM json_each(?) AS hit CROSS JOIN turn_vectors AS v ON v.id = hit.value',
      (id, vector) => cosines.set(id, cosineOf(vector)),
      JSON.stringify(passages),
    );
    return cosines;
  }

  /** The nearest passage of each conversation that passes the filter as SQL understands it, best first. */
  #bestOf(
    cosines: ReadonlyMap<number, number>,
    { since, until, ...ofMemory }: MemoryFilter,
    limit: number,
  ): (readonly [Row, number])[] {
    const condition = memoryCondition(ofMemory, { livingOnly: true });
    const rows = this.#database.all(
      `SELECT v.id AS id, v.memory AS memory, v.first AS first, v.last AS last, v.begins AS begins
       FROM json_each(?) AS hit CROSS JOIN turn_vectors AS v ON v.id = hit.value
       CROSS JOIN memories ON memories.seq = v.memory
       WHERE v.said_at >= ? AND v.said_at < ? AND ${condition.sql}`,
      JSON.stringify([...cosines.keys()]),
      since ?? 0,
      until ?? Number.MAX_SAFE_INTEGER,
      ...condition.parameters,
    );
    const best = new Map<number, readonly [Row, number]>();
    for (const row of rows) {
      const memory = number(row, 'memory');
      const cosine = cosines.get(number(row, 'id')) ?? -1;
      if (cosine > (best.get(memory)?.[1] ?? -Infinity)) best.set(memory, [row, cosine]);
    }
    return [...best.values()].toSorted((a, b) => b[1] - a[1]).slice(0, limit);
  }

  #hydrate(best: readonly (readonly [Row, number])[]): PassageHit[] {
    const seqs = best.map(([row]) => number(row, 'memory'));
    const memories = new Map(memoriesBySeq(this.#database, seqs));
    const said = this.#database.all(
      `SELECT ${turnColumns} FROM turns AS t WHERE t.seq IN (SELECT value FROM json_each(?))`,
      JSON.stringify(best.flatMap(([row]) => [number(row, 'first'), number(row, 'last')])),
    );
    const turns = new Map(said.map((row) => [number(row, 'seq'), turnFromRow(row)]));
    return best.flatMap(([row, cosine]) => {
      const memory = memories.get(number(row, 'memory'));
      const [first, last] = [turns.get(number(row, 'first')), turns.get(number(row, 'last'))];
      const begins = optionalNumber(row, 'begins') ?? undefined;
      return memory && first && last ? [{ memory, cosine, first, last, begins }] : [];
    });
  }
}
