import type { Lane } from '../../core/fairLanes.ts';
import type { ReadUnit } from './readUnit.ts';
import type { UnitOfWork } from './unitOfWork.ts';

export interface StoreInfo {
  /** The last migration that was applied. */
  readonly schemaVersion: number;
  /** What the database takes, without logs and copies. */
  readonly databaseBytes: number;
}

/**
 * Memories and what belongs to them, as the rooms above see it. Units of work are isolated: what one reads, no other
 * changes meanwhile, as if they ran one after another. Those of one lane, which is a part of one client, keep their
 * order; lanes take turns. A unit is not used any more once its promise has settled.
 */
export interface Store {
  /** Every read sees one state. `work` has no writers by its type, and an attempt all the same throws `read_only`. */
  read<T>(work: (unit: ReadUnit) => Promise<T>, lane?: Lane): Promise<T>;
  /**
   * Commits when its promise resolves, durably: what is acknowledged survives a crash. Rolls back when `work` throws,
   * and rejects with that.
   *
   * `work` has to be repeatable. Where units run side by side in the database, one that collided with another is rolled
   * back and run again from its beginning, with a new unit; so it decides from what it reads in its unit alone, and has
   * no effect outside it: no events, no files, no counters that stay when it is thrown away. What is to follow from it is
   * done with what it returns. Embedded in one process nothing collides, and `work` runs once.
   */
  write<T>(work: (unit: UnitOfWork) => Promise<T>, lane?: Lane): Promise<T>;
  info(): Promise<StoreInfo>;
  /** Units that were asked for are finished, later ones are refused with `unavailable`. Same promise on every call. */
  close(): Promise<void>;
}
