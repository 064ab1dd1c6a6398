import type { Lane } from '../../core/fairLanes.ts';
import type { UnitOfWork } from './unitOfWork.ts';

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
