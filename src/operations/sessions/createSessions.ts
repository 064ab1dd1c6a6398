import type { sessionOperations } from '../../protocol/operations/sessions/sessionOperations.ts';
import type { Group } from '../operation.ts';
import type { SessionGracePort } from '../ports.ts';
import { createClaimItem } from './claimItem.ts';
import { createSessionEnd } from './sessionEnd.ts';
import { createSessionHeartbeat } from './sessionHeartbeat.ts';
import { createGetActiveSessions } from './getActiveSessions.ts';
import { createReleaseItem } from './releaseItem.ts';
import { createSessionStart } from './sessionStart.ts';

export interface SessionsPorts {
  readonly grace: SessionGracePort;
}

export function createSessions({ grace }: SessionsPorts): Group<typeof sessionOperations> {
  return {
    session_start: createSessionStart(grace),
    session_heartbeat: createSessionHeartbeat(grace),
    session_end: createSessionEnd(grace),
    get_active_sessions: createGetActiveSessions(grace),
    claim_item: createClaimItem(grace),
    release_item: createReleaseItem(grace),
  };
}
