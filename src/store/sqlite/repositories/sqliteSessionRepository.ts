import type { Session, SessionState } from '../../../core/session/session.ts';
import type { SessionRepository } from '../../ports/sessionRepository.ts';
import type { Database } from '../../../sqlite/database.ts';
import type { Row } from '../../../sqlite/preparedStatement.ts';
import { number, optionalNumber, optionalText, text } from './columns.ts';

export class SqliteSessionRepository implements SessionRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async upsert(session: Session): Promise<void> {
    this.#database.run(
      `INSERT OR REPLACE INTO sessions (id, project, agent, title, state, started_at, heartbeat_at, ended_at, metadata)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      session.id,
      session.project,
      session.agent,
      session.title,
      session.state,
      session.startedAt,
      session.heartbeatAt,
      session.endedAt,
      JSON.stringify(session.metadata),
    );
  }

  async get(id: string): Promise<Session | undefined> {
    const row = this.#database.get('SELECT * FROM sessions WHERE id = ?', id);
    return row && sessionFromRow(row);
  }

  async list(filter: { project?: string | null; activeOnly?: boolean }): Promise<Session[]> {
    const { project, activeOnly = false } = filter;
    return this.#database
      .all(
        `SELECT * FROM sessions WHERE (? OR project IS ?) AND (? OR state = 'active')
         ORDER BY heartbeat_at DESC, id`,
        project === undefined ? 1 : 0,
        project ?? null,
        activeOnly ? 0 : 1,
      )
      .map(sessionFromRow);
  }
}

function sessionFromRow(row: Row): Session {
  return {
    id: text(row, 'id'),
    project: optionalText(row, 'project'),
    agent: optionalText(row, 'agent'),
    title: optionalText(row, 'title'),
    state: text(row, 'state') as SessionState,
    startedAt: number(row, 'started_at'),
    heartbeatAt: number(row, 'heartbeat_at'),
    endedAt: optionalNumber(row, 'ended_at'),
    metadata: JSON.parse(text(row, 'metadata')) as Record<string, unknown>,
  };
}
