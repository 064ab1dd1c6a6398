import type { sessionOperations } from '../../protocol/operations/sessions/sessionOperations.ts';
import type { Group } from '../operation.ts';
import type { SessionGracePort } from '../ports.ts';
import { createClaim } from './claim.ts';
import { createEndSession } from './endSession.ts';
import { createHeartbeat } from './heartbeat.ts';
import { createListSessions } from './listSessions.ts';
import { createRelease } from './release.ts';
import { createStartSession } from './startSession.ts';

export interface SessionsPorts {
  readonly grace: SessionGracePort;
}

export function createSessions({ grace }: SessionsPorts): Group<typeof sessionOperations> {
  return {
    start_session: createStartSession(grace),
    heartbeat: createHeartbeat(grace),
    end_session: createEndSession(grace),
    list_sessions: createListSessions(grace),
    claim: createClaim(grace),
    release: createRelease(grace),
  };
}
