/** What has been captured already. `patchId` is stable across amend and rebase; `fingerprint` is that of one statement. */
export interface CaptureRepository {
  /** True when this repository's commit was read before. */
  hasCommit(project: string, sha: string): Promise<boolean>;
  addCommit(project: string, entry: { sha: string; patchId: string | null; at: number }): Promise<void>;
  findStatement(project: string, fingerprint: string): Promise<{ memoryId: string } | undefined>;
  /** Ids of memories by fingerprint, for the first of the projects that knows it. */
  findStatements(
    projects: readonly string[],
    fingerprints: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
  addStatement(project: string, fingerprint: string, memoryId: string, sha: string): Promise<void>;
  removeStatement(project: string, fingerprint: string): Promise<void>;
  /** Commits in which a memory was found. */
  commitsOf(memoryId: string): Promise<string[]>;
  /** Ids of memories that came from commits and are not deleted, the last written first. */
  capturedMemories(projects: readonly string[], limit: number): Promise<string[]>;
  getCursor(project: string, root: string): Promise<string | undefined>;
  setCursor(project: string, root: string, sha: string): Promise<void>;
}
