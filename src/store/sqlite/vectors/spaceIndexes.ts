import type { Database } from '../../../sqlite/database.ts';
import type { VectorSpace } from '../../ports/vectorIndex.ts';
import { CodeScan } from './codeScan.ts';
import { GroupTable } from './groupTable.ts';
import { loadKernel } from './loadKernel.ts';
import { type IndexedRows, SpaceIndex } from './spaceIndex.ts';

/** The indexes of one kind of rows, a space each, made when they are first asked for. Nothing of them is in the file. */
export class SpaceIndexes {
  readonly #database: Database;
  readonly #rows: IndexedRows;
  readonly #open = new Map<number, SpaceIndex>();
  /** Those of this unit of work: after a rollback their ids may be given to other spaces. */
  readonly #justOpened = new Set<number>();
  #groups: GroupTable | undefined;

  constructor(database: Database, rows: IndexedRows) {
    this.#database = database;
    this.#rows = rows;
  }

  /** Numbers of their own: they need not be those in the file. */
  get groups(): GroupTable {
    this.#groups ??= new GroupTable(this.#database);
    return this.#groups;
  }

  get all(): SpaceIndex[] {
    return [...this.#open.values()];
  }

  async of({ id, dimensions }: Pick<VectorSpace, 'id' | 'dimensions'>): Promise<SpaceIndex> {
    const kernel = await loadKernel();
    const known = this.#open.get(id);
    if (known) return known;
    const index = new SpaceIndex({
      database: this.#database,
      groups: this.groups,
      index: new CodeScan(kernel, dimensions),
      space: id,
      rows: this.#rows,
    });
    this.#open.set(id, index);
    if (this.#database.isInTransaction) this.#justOpened.add(id);
    return index;
  }

  /** Gives back the memory of spaces that are not among these. */
  keep(spaces: ReadonlySet<number>): void {
    for (const id of this.#open.keys()) if (!spaces.has(id)) this.#open.delete(id);
  }

  committed(): void {
    this.#justOpened.clear();
    this.#groups?.committed();
    for (const index of this.all) index.committed();
  }

  rolledBack(): void {
    for (const space of this.#justOpened) this.#open.delete(space);
    this.#justOpened.clear();
    this.#groups?.rolledBack();
    for (const index of this.all) index.rolledBack();
  }
}
