import { number } from '../repositories/columns.ts';
import type { Database } from '../../../sqlite/database.ts';
import type { Row } from '../../../sqlite/preparedStatement.ts';
import { rowsPerBlock } from './blockLayout.ts';
import { type GroupTable, groupFromRow } from './groupTable.ts';
import { vectorFrom } from './storedVector.ts';
import type { CodeScan } from './codeScan.ts';

/** Changes read at once. */
const changesAtOnce = 128;
/** Changes looked at when chunks are written; those of one chunk are best written together. */
const changesPerPack = 4096;

/** Where the rows of an index are in the file. */
export interface IndexedRows {
  readonly vectors: string;
  /** Column of `vectors`: the number of a row in the index. */
  readonly key: string;
  readonly changes: string;
  /** Column of `changes` that holds the key. */
  readonly changed: string;
  /** Without it the index is made of the vectors whenever it is loaded. */
  readonly chunks?: string;
  /** Column of `vectors` with the time that a row is of; without it, that is when its memory was made. */
  readonly time?: string;
}

/** A vector a memory. */
export const memoryRows: IndexedRows = {
  vectors: 'memory_vectors',
  key: 'memory',
  changes: 'vector_changes',
  changed: 'memory',
  chunks: 'vector_chunks',
};

/** Further passages of long memories. */
export const passageRows: IndexedRows = {
  vectors: 'passage_vectors',
  key: 'id',
  changes: 'passage_changes',
  changed: 'passage',
};

/** What was said in conversations. */
export const turnRows: IndexedRows = {
  vectors: 'turn_vectors',
  key: 'id',
  changes: 'turn_changes',
  changed: 'passage',
  time: 'said_at',
};

export interface SpaceIndexParts {
  readonly database: Database;
  readonly groups: GroupTable;
  readonly index: CodeScan;
  /** Id of the space. */
  readonly space: number;
  readonly rows: IndexedRows;
}

/**
 * An index of one space, kept equal to the file. Triggers note each memory or passage whose row is to be another;
 * before it is used, the index reads the present state of those that were noted since. The chunks in the file are
 * written from it now and then, and what they say is no longer noted.
 *
 * Deadlines are times of `performance.now()`: work stops after it, and goes on with the next call.
 */
export class SpaceIndex {
  readonly index: CodeScan;
  readonly #database: Database;
  readonly #groups: GroupTable;
  readonly #space: number;
  readonly #rows: IndexedRows;
  /** The chunk, or the row where there are none, that was loaded last; undefined when all are. */
  #loadedTo: number | undefined = -1;
  /** The change that was read last. */
  #applied = 0;
  /** Rows that were read in a unit of work that may still be rolled back, and where it began. */
  readonly #uncommitted = new Set<number>();
  #appliedBefore: number | undefined;
  /** Chunks of the file that are of no use, until what they should say was read elsewhere. */
  readonly #damaged = new Set<number>();
  /** Rows whose state was taken back. */
  readonly #stale = new Set<number>();

  constructor({ database, groups, index, space, rows }: SpaceIndexParts) {
    this.index = index;
    this.#database = database;
    this.#groups = groups;
    this.#space = space;
    this.#rows = rows;
  }

  get isLoaded(): boolean {
    return this.#loadedTo === undefined;
  }

  /** Brings the index to the state of the file. True when it is there. */
  refresh(deadline = Infinity): boolean {
    return this.#load(deadline) && this.#readStale() && this.#readChanges(deadline);
  }

  /**
   * Writes chunks of which much has changed, in a unit of work that writes. Does nothing below `least` changes: they are
   * read in less time than a chunk is written. True when there is more to do.
   */
  pack(least: number, deadline: number): boolean {
    if (!this.refresh(deadline)) return true;
    const { changes: table, changed, chunks } = this.#rows;
    // The last change stays, so that numbers are never given twice.
    const rows = this.#database.all(
      `SELECT id, ${changed} AS key FROM ${table} WHERE space = ? AND id < (SELECT max(id) FROM ${table})
       ORDER BY id LIMIT ?`,
      this.#space,
      changesPerPack,
    );
    if (rows.length < least) return false;
    if (chunks === undefined) {
      this.#forgetChanges(rows.map((row) => number(row, 'id')));
      return rows.length === changesPerPack;
    }
    const fullest = [...changesByChunk(rows)].sort((a, b) => b[1].length - a[1].length);
    let left = rows.length;
    this.#groups.save();
    for (const [chunk, changes] of fullest) {
      this.#writeChunk(chunks, chunk);
      this.#forgetChanges(changes);
      left -= changes.length;
      if (performance.now() > deadline) break;
    }
    return rows.length === changesPerPack || left >= least;
  }

  committed(): void {
    this.#uncommitted.clear();
    this.#appliedBefore = undefined;
  }

  rolledBack(): void {
    for (const key of this.#uncommitted) this.#stale.add(key);
    this.#applied = this.#appliedBefore ?? this.#applied;
    this.committed();
  }

  /** What the index has read is no longer of use to anybody: it is the only one. */
  #forgetChanges(ids: readonly number[]): void {
    this.#database.run(
      `DELETE FROM ${this.#rows.changes} WHERE id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(ids),
    );
  }

  #load(deadline: number): boolean {
    const { chunks } = this.#rows;
    return chunks === undefined ? this.#loadRows(deadline) : this.#loadChunks(chunks, deadline);
  }

  #loadRows(deadline: number): boolean {
    const { vectors, key } = this.#rows;
    while (this.#loadedTo !== undefined) {
      const rows = this.#database.all(
        `SELECT c.${key} AS key, ${this.#state} FROM ${vectors} AS c ${this.#joins('c.space', `c.${key}`)}
         WHERE +c.space = ? AND c.${key} > ? ORDER BY c.${key} LIMIT ?`,
        this.#space,
        this.#loadedTo,
        changesAtOnce,
      );
      for (const row of rows) this.#apply(row);
      const last = rows.at(-1);
      this.#loadedTo = rows.length < changesAtOnce || !last ? undefined : number(last, 'key');
      if (performance.now() > deadline) return false;
    }
    return true;
  }

  #loadChunks(table: string, deadline: number): boolean {
    if (this.#loadedTo === -1) this.#reserve(table);
    while (this.#loadedTo !== undefined) {
      let next: number | undefined;
      this.#database.lend(
        `SELECT number, block FROM ${table} WHERE space = ? AND number > ? ORDER BY number LIMIT 1`,
        (chunk, bytes) => {
          next = chunk;
          if (!this.index.loadBlock(chunk, bytes)) this.#damaged.add(chunk);
        },
        this.#space,
        this.#loadedTo,
      );
      this.#loadedTo = next;
      if (performance.now() > deadline) return false;
    }
    for (const chunk of this.#damaged) this.#readChunk(chunk);
    return true;
  }

  #reserve(table: string): void {
    const row = this.#database.get(`SELECT count(*) AS count FROM ${table} WHERE space = ?`, this.#space);
    this.index.reserve(Number(row?.['count']));
  }

  /** From the vectors themselves. */
  #readChunk(chunk: number): void {
    const { vectors, key } = this.#rows;
    const rows = this.#database.all(
      `SELECT c.${key} AS key, ${this.#state} FROM ${vectors} AS c ${this.#joins('c.space', `c.${key}`)}
       WHERE c.space = ? AND c.${key} BETWEEN ? AND ?`,
      this.#space,
      chunk * rowsPerBlock,
      (chunk + 1) * rowsPerBlock - 1,
    );
    for (const row of rows) this.#apply(row);
    this.#damaged.delete(chunk);
  }

  #readStale(): boolean {
    if (this.#stale.size === 0) return true;
    const rows = this.#database.all(
      `SELECT c.value AS key, ${this.#state} FROM json_each(?) AS c ${this.#joins('?', 'c.value')}`,
      JSON.stringify([...this.#stale]),
      this.#space,
    );
    for (const row of rows) this.#apply(row);
    this.#stale.clear();
    return true;
  }

  #readChanges(deadline: number): boolean {
    const { changes, changed } = this.#rows;
    const last = Number(this.#database.get(`SELECT max(id) AS id FROM ${changes}`)?.['id'] ?? 0);
    while (this.#applied < last) {
      if (this.#database.isInTransaction) this.#appliedBefore ??= this.#applied;
      const rows = this.#database.all(
        `SELECT c.id, c.${changed} AS key, ${this.#state}
         FROM ${changes} AS c ${this.#joins('c.space', `c.${changed}`)}
         WHERE c.space = ? AND c.id > ? ORDER BY c.id LIMIT ?`,
        this.#space,
        this.#applied,
        changesAtOnce,
      );
      for (const row of rows) this.#apply(row);
      const newest = rows.at(-1);
      this.#applied = rows.length < changesAtOnce || !newest ? last : number(newest, 'id');
      if (this.#applied < last && performance.now() > deadline) return false;
    }
    return true;
  }

  /** Columns that say what a row of the index is. */
  get #state(): string {
    const { time } = this.#rows;
    const created = time === undefined ? 'm.created_at' : `v.${time} AS created_at`;
    return `v.vector, m.category, m.scope, m.project, m.status, ${created}, m.seq IS NULL OR m.deleted_at IS NOT NULL AS gone`;
  }

  /** What a row of the index is made of. */
  #joins(space: string, key: string): string {
    const { vectors, key: column } = this.#rows;
    return `LEFT JOIN ${vectors} AS v ON v.space = ${space} AND v.${column} = ${key}
      LEFT JOIN memories AS m ON m.seq = v.memory`;
  }

  /** Makes a row of the index what the file says. */
  #apply(row: Row): void {
    const key = number(row, 'key');
    const vector = row['vector'];
    if (this.#database.isInTransaction) this.#uncommitted.add(key);
    if (!(vector instanceof Uint8Array) || row['gone'] === 1) return this.index.remove(key);
    this.index.upsert(key, vectorFrom(vector), {
      group: this.#groups.idOf(groupFromRow(row)),
      created: secondOf(number(row, 'created_at')),
    });
  }

  #writeChunk(table: string, chunk: number): void {
    const bytes = this.index.blockBytes(chunk);
    if (bytes)
      this.#database.run(
        `INSERT INTO ${table} (space, number, block) VALUES (?, ?, ?)
         ON CONFLICT (space, number) DO UPDATE SET block = excluded.block`,
        this.#space,
        chunk,
        bytes,
      );
    else this.#database.run(`DELETE FROM ${table} WHERE space = ? AND number = ?`, this.#space, chunk);
  }
}

/** Ids of changes by the chunk that they are about. */
function changesByChunk(rows: readonly Row[]): Map<number, number[]> {
  const chunks = new Map<number, number[]>();
  for (const row of rows) {
    const chunk = Math.floor(number(row, 'key') / rowsPerBlock);
    const known = chunks.get(chunk);
    if (known) known.push(number(row, 'id'));
    else chunks.set(chunk, [number(row, 'id')]);
  }
  return chunks;
}

/** Seconds since the epoch as the index keeps them, rounded down. */
export function secondOf(time: number): number {
  return Math.max(0, Math.min(2 ** 32 - 2, Math.floor(time / 1000)));
}
