import type { Claim } from '../../../core/session/session.ts';
import type { ClaimRepository } from '../../ports/claimRepository.ts';
import type { Database } from '../../../sqlite/database.ts';
import type { Row } from '../../../sqlite/preparedStatement.ts';
import { number, optionalText, text } from './columns.ts';

/** Stands for "no project" in the key, where NULLs would be distinct. */
const noProject = '';

export class SqliteClaimRepository implements ClaimRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async get(resource: string, project: string | null): Promise<Claim | undefined> {
    const row = this.#database.get(
      'SELECT * FROM claims WHERE resource = ? AND project = ?',
      resource,
      project ?? noProject,
    );
    return row && claimFromRow(row);
  }

  async put({ resource, project, sessionId, note, claimedAt }: Claim): Promise<void> {
    this.#database.run(
      'INSERT OR REPLACE INTO claims (resource, project, session_id, note, claimed_at) VALUES (?, ?, ?, ?, ?)',
      resource,
      project ?? noProject,
      sessionId,
      note,
      claimedAt,
    );
  }

  async remove(resource: string, project: string | null): Promise<void> {
    this.#database.run(
      'DELETE FROM claims WHERE resource = ? AND project = ?',
      resource,
      project ?? noProject,
    );
  }

  async removeOfSession(sessionId: string): Promise<number> {
    return this.#database.run('DELETE FROM claims WHERE session_id = ?', sessionId);
  }

  async list({ project, sessionId }: { project?: string | null; sessionId?: string }): Promise<Claim[]> {
    return this.#database
      .all(
        'SELECT * FROM claims WHERE (? OR project = ?) AND (? OR session_id = ?) ORDER BY claimed_at, resource',
        project === undefined ? 1 : 0,
        project ?? noProject,
        sessionId === undefined ? 1 : 0,
        sessionId ?? null,
      )
      .map(claimFromRow);
  }
}

function claimFromRow(row: Row): Claim {
  const project = text(row, 'project');
  return {
    resource: text(row, 'resource'),
    project: project === noProject ? null : project,
    sessionId: text(row, 'session_id'),
    note: optionalText(row, 'note'),
    claimedAt: number(row, 'claimed_at'),
  };
}
