import type { CaptureRepository } from '../../ports/captureRepository.ts';
import type { Database } from '../../../sqlite/database.ts';
import type { Row } from '../../../sqlite/preparedStatement.ts';
import { text } from './columns.ts';

/** Memories among which those from commits are looked for. */
const latestMemories = 5_000;

export class SqliteCaptureRepository implements CaptureRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async hasCommit(project: string, sha: string): Promise<boolean> {
    const row = this.#database.get(
      'SELECT 1 AS seen FROM captured_commits WHERE project = ? AND sha = ?',
      project,
      sha,
    );
    return row !== undefined;
  }

  async addCommit(
    project: string,
    entry: { sha: string; patchId: string | null; at: number },
  ): Promise<void> {
    this.#database.run(
      'INSERT OR REPLACE INTO captured_commits (project, sha, patch_id, at) VALUES (?, ?, ?, ?)',
      project,
      entry.sha,
      entry.patchId,
      entry.at,
    );
  }

  async findStatement(project: string, fingerprint: string): Promise<{ memoryId: string } | undefined> {
    const row = this.#database.get(
      'SELECT memory_id FROM captured_statements WHERE project = ? AND fingerprint = ?',
      project,
      fingerprint,
    );
    return row && { memoryId: text(row, 'memory_id') };
  }

  async findStatements(
    projects: readonly string[],
    fingerprints: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const rows = this.#database.all(
      `SELECT project, fingerprint, memory_id FROM captured_statements
       WHERE project IN (SELECT value FROM json_each(?)) AND fingerprint IN (SELECT value FROM json_each(?))`,
      JSON.stringify(projects),
      JSON.stringify(fingerprints),
    );
    const rank = (row: Row): number => projects.indexOf(text(row, 'project'));
    const found = new Map<string, string>();
    for (const row of rows.toSorted((a, b) => rank(b) - rank(a)))
      found.set(text(row, 'fingerprint'), text(row, 'memory_id'));
    return found;
  }

  async addStatement(project: string, fingerprint: string, memoryId: string, sha: string): Promise<void> {
    this.#database.run(
      'INSERT OR REPLACE INTO captured_statements (project, fingerprint, memory_id, sha) VALUES (?, ?, ?, ?)',
      project,
      fingerprint,
      memoryId,
      sha,
    );
  }

  async removeStatement(project: string, fingerprint: string): Promise<void> {
    this.#database.run(
      'DELETE FROM captured_statements WHERE project = ? AND fingerprint = ?',
      project,
      fingerprint,
    );
  }

  async commitsOf(memoryId: string): Promise<string[]> {
    return this.#database
      .all('SELECT DISTINCT sha FROM captured_statements WHERE memory_id = ?', memoryId)
      .map((row) => text(row, 'sha'));
  }

  /**
   * Each of them names its commit, so an index of what memories name leads to them without reading the others. It is
   * followed from the last memory back, and not for ever.
   */
  async capturedMemories(projects: readonly string[], limit: number): Promise<string[]> {
    return this.#database
      .all(
        `SELECT DISTINCT memory, memories.id FROM memory_entities INDEXED BY memory_entities_memory
         CROSS JOIN memories ON memories.seq = memory
         WHERE memory > (SELECT max(seq) FROM memories) - ? AND reference >= 'commit:' AND reference < 'commit;'
           AND project IN (SELECT value FROM json_each(?)) AND source_kind IN ('commit', 'adr') AND deleted_at IS NULL
         ORDER BY memory DESC LIMIT ?`,
        latestMemories,
        JSON.stringify(projects),
        limit,
      )
      .map((row) => text(row, 'id'));
  }

  async getCursor(project: string, root: string): Promise<string | undefined> {
    const row = this.#database.get(
      'SELECT sha FROM capture_cursors WHERE project = ? AND root = ?',
      project,
      root,
    );
    return row && text(row, 'sha');
  }

  async setCursor(project: string, root: string, sha: string): Promise<void> {
    this.#database.run(
      'INSERT OR REPLACE INTO capture_cursors (project, root, sha) VALUES (?, ?, ?)',
      project,
      root,
      sha,
    );
  }
}
