import type { Session } from '../../core/session/session.ts';

/** Absent fields do not filter. */
export interface SessionFilter {
  /** Null is the sessions of no project. */
  readonly project?: string | null;
  readonly activeOnly?: boolean;
  /** At work, or heard of since this moment (ms). */
  readonly heardSince?: number;
  /** Begun after this moment (ms). */
  readonly startedAfter?: number;
}

export interface SessionReader {
  get(id: string): Promise<Session | undefined>;
  /** The one heard of last first. */
  list(filter: SessionFilter): Promise<Session[]>;
  /** Of these projects, the one that was wrapped up last of those that nobody has taken up. */
  findHandOver(projects: readonly (string | null)[]): Promise<Session | undefined>;
}

export interface SessionRepository extends SessionReader {
  /** The session as it is now, whole. */
  upsert(session: Session): Promise<void>;
  /** Forgets some of those that have not been at work since `before` (ms). Returns how many. */
  removeOlder(before: number, limit: number): Promise<number>;
}
