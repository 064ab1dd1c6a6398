/** Why a backup was made. `rescued`: what was in no file any more. */
export type BackupOrigin = 'daily' | 'person' | 'migration' | 'restore' | 'rescued';

/** What is in a copy of the database, in numbers. */
export interface BackupContents {
  readonly schemaVersion: number;
  readonly memories: number;
  /** Wall clock, ms, of the last change of a memory; null where none was ever made. */
  readonly newestChange: number | null;
  /** Equal in two databases with the same rows of memories, history, projects and values. */
  readonly mark: string;
}

export interface BackupRecord {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  /** Wall clock, ms. */
  readonly madeAt: number;
  readonly origin: BackupOrigin;
  /** `unverified`: nobody has looked through it since it was last written. */
  readonly state: 'verified' | 'unverified' | 'damaged';
  /** What is the matter with a damaged one, in a sentence. */
  readonly fault: string | null;
  /** Null unless it is verified. */
  readonly contents: BackupContents | null;
}

/** What a restore would do to the memories that are there now. Tombstones are no memories. */
export interface BackupComparison {
  /** Not in the backup. */
  readonly lost: number;
  /** In the backup alone. */
  readonly gained: number;
  /** In both, with another text or state. */
  readonly changed: number;
}

/** The copies of the database beside it. */
export interface Backups {
  /** Newest first. Opens none of them. */
  list(): Promise<BackupRecord[]>;
  /**
   * Looks through a backup of the folder, by its name, and remembers what that found. `mark` is the one that the database
   * had when it was copied: another one is a fault. Never throws for what is wrong with the file.
   */
  verify(name: string, mark?: string): Promise<BackupRecord>;
  /**
   * As `verify`, of any file, and nothing is remembered. Throws `not_found` when there is no such file, `corrupt` for a
   * damaged one and for what is no database of ours, `newer_database` for one of a newer release.
   */
  look(file: string): Promise<BackupContents>;
  /** As `EmbeddedStore.revisions`, of a file that was looked at. */
  revisions(file: string): Promise<ReadonlyMap<string, number>>;
  /** Removes daily backups beyond the newest `keep` that are verified, and damaged ones older than those. Their names. */
  prune(keep: number): Promise<string[]>;
}
