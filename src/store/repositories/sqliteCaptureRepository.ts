import type { CaptureRepository } from '../repositories.ts';
import type { Database } from '../sqlite/database.ts';
import { text } from './columns.ts';

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

  async findFinding(project: string, fingerprint: string): Promise<{ memoryId: string } | undefined> {
    const row = this.#database.get(
      'SELECT memory_id FROM captured_findings WHERE project = ? AND fingerprint = ?',
      project,
      fingerprint,
    );
    return row && { memoryId: text(row, 'memory_id') };
  }

  async addFinding(project: string, fingerprint: string, memoryId: string, sha: string): Promise<void> {
    this.#database.run(
      'INSERT OR REPLACE INTO captured_findings (project, fingerprint, memory_id, sha) VALUES (?, ?, ?, ?)',
      project,
      fingerprint,
      memoryId,
      sha,
    );
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
