import type { Session } from '../../core/session/session.ts';

export interface SessionReader {
  get(id: string): Promise<Session | undefined>;
  /** The one heard of last first. Absent fields do not filter; null is the sessions of no project. */
  list(filter: { project?: string | null; activeOnly?: boolean }): Promise<Session[]>;
}

export interface SessionRepository extends SessionReader {
  /** The session as it is now, whole. */
  upsert(session: Session): Promise<void>;
}
