import type { HandOver, Session, SessionState } from '../../../core/session/session.ts';
import type { SessionFilter, SessionRepository } from '../../ports/sessionRepository.ts';
import type { Database } from '../../../sqlite/database.ts';
import type { Row, SqlValue } from '../../../sqlite/preparedStatement.ts';
import { number, optionalNumber, optionalText, text } from './columns.ts';
import { marks } from './memoryCondition.ts';

export class SqliteSessionRepository implements SessionRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async upsert(session: Session): Promise<void> {
    const { handOver } = session;
    const values: Readonly<Record<string, SqlValue>> = {
      id: session.id,
      project: session.project,
      agent: session.agent,
      title: session.title,
      state: session.state,
      started_at: session.startedAt,
      heartbeat_at: session.heartbeatAt,
      ended_at: session.endedAt,
      metadata: JSON.stringify(session.metadata),
      summary: session.summary,
      done: JSON.stringify(handOver?.done ?? []),
      open_items: JSON.stringify(handOver?.open ?? []),
      next_step: handOver?.next ?? null,
      held: JSON.stringify(handOver?.held ?? []),
      wrapped_at: handOver?.at ?? null,
      continues: session.continues,
    };
    this.#database.run(
      `INSERT OR REPLACE INTO sessions (${Object.keys(values).join(', ')}) VALUES (${marks(Object.keys(values))})`,
      ...Object.values(values),
    );
  }

  async get(id: string): Promise<Session | undefined> {
    const row = this.#database.get('SELECT * FROM sessions WHERE id = ?', id);
    return row && sessionFromRow(row);
  }

  async list({ project, activeOnly = false, heardSince, startedAfter }: SessionFilter): Promise<Session[]> {
    return this.#database
      .all(
        `SELECT * FROM sessions WHERE (? OR project IS ?) AND (? OR state = 'active')
           AND (state = 'active' OR ${lastHeard} >= ?) AND started_at > ?
         ORDER BY heartbeat_at DESC, id`,
        project === undefined ? 1 : 0,
        project ?? null,
        activeOnly ? 0 : 1,
        heardSince ?? beforeAll,
        startedAfter ?? beforeAll,
      )
      .map(sessionFromRow);
  }

  async findHandOver(projects: readonly (string | null)[]): Promise<Session | undefined> {
    const row = this.#database.get(
      `SELECT * FROM sessions WHERE wrapped_at IS NOT NULL AND state <> 'active'
         AND coalesce(project, '') IN (${marks(projects)})
         AND NOT EXISTS (SELECT 1 FROM sessions AS later WHERE later.continues = sessions.id)
       ORDER BY wrapped_at DESC, id DESC LIMIT 1`,
      ...projects.map((project) => project ?? ''),
    );
    return row && sessionFromRow(row);
  }

  async removeOlder(before: number, limit: number): Promise<number> {
    return this.#database.run(
      `DELETE FROM sessions WHERE id IN
         (SELECT id FROM sessions WHERE state <> 'active' AND ${lastHeard} < ? ORDER BY ${lastHeard}, id LIMIT ?)`,
      before,
      limit,
    );
  }
}

/** When there was a sign of it last. */
const lastHeard = 'coalesce(ended_at, heartbeat_at)';
const beforeAll = Number.MIN_SAFE_INTEGER;

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
    summary: optionalText(row, 'summary'),
    handOver: handOverIn(row),
    continues: optionalText(row, 'continues'),
    metadata: JSON.parse(text(row, 'metadata')) as Record<string, unknown>,
  };
}

function handOverIn(row: Row): HandOver | null {
  const at = optionalNumber(row, 'wrapped_at');
  if (at === null) return null;
  const list = (column: string) => JSON.parse(text(row, column)) as string[];
  return {
    at,
    done: list('done'),
    open: list('open_items'),
    next: optionalText(row, 'next_step'),
    held: list('held'),
  };
}
