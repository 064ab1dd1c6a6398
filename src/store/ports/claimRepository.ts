import type { Claim } from '../../core/session/session.ts';

export interface ClaimRepository {
  get(resource: string, project: string | null): Promise<Claim | undefined>;
  put(claim: Claim): Promise<void>;
  remove(resource: string, project: string | null): Promise<void>;
  removeOfSession(sessionId: string): Promise<number>;
  list(filter: { project?: string | null; sessionId?: string }): Promise<Claim[]>;
}
