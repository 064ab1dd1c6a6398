import type { Claim } from '../../core/session/session.ts';

/** Who holds what: at most one claim for a resource of a project. Null is the resources of no project. */
export interface ClaimReader {
  get(resource: string, project: string | null): Promise<Claim | undefined>;
  /** The oldest first, then by resource. Absent fields do not filter. */
  list(filter: { project?: string | null; sessionId?: string }): Promise<Claim[]>;
}

export interface ClaimRepository extends ClaimReader {
  /** Takes the place of a claim that is there; whether it may is the caller's to decide. */
  put(claim: Claim): Promise<void>;
  /** Nothing happens when there is none. */
  remove(resource: string, project: string | null): Promise<void>;
  /** Returns how many. */
  removeOfSession(sessionId: string): Promise<number>;
}
