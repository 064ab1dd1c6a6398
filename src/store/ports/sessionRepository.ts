import type { Session } from '../../core/session/session.ts';

export interface SessionRepository {
  upsert(session: Session): Promise<void>;
  get(id: string): Promise<Session | undefined>;
  list(filter: { project?: string | null; activeOnly?: boolean }): Promise<Session[]>;
}
