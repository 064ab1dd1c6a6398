import type { Memory } from '../core/memory/memory.ts';

/** What becomes of a copy in the backups folder. `remove`: it cannot be read, so nobody knows what it holds. */
export interface PurgedBackup {
  readonly name: string;
  readonly action: 'rewrite' | 'remove';
}

/** The files of the data folder, beside the database, that purge has to do with: `store/sqlite/purgeFiles.ts`. */
export interface PurgeFilesPort {
  /** Files of the backups folder, to be asked for before the rows are deleted. */
  before(): Promise<string[]>;
  /** Backups that know one of the memories. */
  holding(ids: readonly string[]): Promise<PurgedBackup[]>;
  /** Whole ids of memories in backups that end in these digits. */
  idsEndingIn(tail: string): Promise<string[]>;
  /** Takes the memories out of every backup; of `kept` only what they said earlier. */
  purge(ids: readonly string[], kept: readonly Memory[], before: readonly string[]): Promise<PurgedBackup[]>;
  /** Files of the exports folder that hold one of the texts. */
  exportsWith(texts: readonly string[]): Promise<string[]>;
}
