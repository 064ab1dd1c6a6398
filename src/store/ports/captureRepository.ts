/**
 * What has been captured already. Projects are ids, and commits are full object names. A fingerprint is that of one
 * statement or of one place in a commit (`intake/captureLedger.ts`); the port knows nothing of what is in it.
 */
export interface CaptureReader {
  /** True when this repository's commit was read before. */
  hasCommit(project: string, sha: string): Promise<boolean>;
  /** The memory that a fingerprint led to, deleted or not. */
  findStatement(project: string, fingerprint: string): Promise<{ memoryId: string } | undefined>;
  /** Ids of memories by fingerprint, for the first of the projects that knows it. Unknown fingerprints are left out. */
  findStatements(
    projects: readonly string[],
    fingerprints: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
  /** Commits in which a memory was found, each once, in no order. */
  commitsOf(memoryId: string): Promise<string[]>;
  /**
   * Ids of memories whose source is a commit or a decision record, that name a commit and are not deleted, the last
   * written first. Only the latest few thousand memories of the store are looked at.
   */
  capturedMemories(projects: readonly string[], limit: number): Promise<string[]>;
  /** Where the last visit to a working tree ended. */
  getCursor(project: string, root: string): Promise<string | undefined>;
}

export interface CaptureRepository extends CaptureReader {
  /** Again for a commit that is known replaces its entry. `patchId` is stable across amend and rebase; `at` is in ms. */
  addCommit(project: string, entry: { sha: string; patchId: string | null; at: number }): Promise<void>;
  /** Again for a fingerprint that is known leads it to the new memory. */
  addStatement(project: string, fingerprint: string, memoryId: string, sha: string): Promise<void>;
  /** Nothing happens when it is not known. */
  removeStatement(project: string, fingerprint: string): Promise<void>;
  setCursor(project: string, root: string, sha: string): Promise<void>;
}
