import type { StoreInfo } from './store.ts';

/** Of a database that was not closed in order: it is being looked through, or is damaged beyond mending. */
export interface Inspection {
  /** What has been read of it. */
  readonly percent?: number | undefined;
  /** What is the matter and what to do, in sentences. */
  readonly damage?: string | undefined;
}

/** What people have to be told of their data. */
export interface Notice {
  /** ISO time. */
  readonly at: string;
  readonly text: string;
}

export interface EmbeddedStoreInfo extends StoreInfo {
  /** The file. */
  readonly path: string;
  readonly sqliteVersion: string;
}

export interface BackupOptions {
  /** Breaks the copy off; then no file is left. */
  readonly signal?: AbortSignal;
  /** Hears of each slice, in bytes. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  /** Hears once of the rows that are copied, see `BackupContents.mark`. */
  readonly onMark?: (mark: string) => void;
}

/**
 * What only a database has whose files are this process's own, beside being a `Store`. The composition root hands it to
 * those who need it. None of it is called inside a unit of work.
 */
export interface EmbeddedStore {
  info(): Promise<EmbeddedStoreInfo>;
  /** How the look at a database that was not closed in order stands; undefined when all is well. */
  readonly inspection: Inspection | undefined;
  /** What was noted of the files in the last 30 days, oldest first. `now` is wall clock, ms. */
  notices(now: number): Promise<Notice[]>;
  /** `ok`, or what the engine and its full-text index found wrong. Nothing else runs meanwhile. */
  checkIntegrity(): Promise<string>;
  /**
   * Writes the file anew, so that nothing is left of what was deleted: pages that were split keep copies of their rows.
   * Nothing else runs meanwhile. Waits for copies that are being made, and for the look to end. Throws `unavailable` when
   * that was broken off, `corrupt` when it found damage.
   */
  scrub(): Promise<void>;
  /**
   * A consistent copy, made in slices so that nothing waits long. Returns its size in bytes. Throws `conflict` when there
   * is a file of that name, `unavailable` when the store is closed meanwhile; then no copy is left.
   */
  backup(toPath: string, options?: BackupOptions): Promise<number>;
  /** Of the rows that there are now, see `BackupContents.mark`, and when the first memory was made, wall clock, ms. */
  rows(): Promise<{ readonly mark: string; readonly since: number | undefined }>;
  /** Of each memory that was not deleted, by id: equal in two databases where it says the same. */
  revisions(): Promise<ReadonlyMap<string, number>>;
  /** Loads the index of a space of vectors in slices of at most 20 ms, so that the first search need not. */
  loadVectors(space: number): Promise<void>;
  /**
   * Packs vectors that have changed for the next start and removes those of dropped spaces, in slices of at most 20 ms
   * between which others are served.
   */
  packVectors(): Promise<void>;
  /** Merges the indexes of words into fewer pieces, in slices of some milliseconds between which others are served. */
  mergeIndexes(): Promise<void>;
  /** Bytes of the file that hold nothing: `scrub` gives them back. */
  freeBytes(): Promise<number>;
}
