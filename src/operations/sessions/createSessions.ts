import type { sessionOperations } from '../../protocol/operations/sessions/sessionOperations.ts';
import type { Group } from '../operation.ts';
import type { ConfigPort, SessionGracePort } from '../ports.ts';
import { createClaimItem } from './claimItem.ts';
import { createSessionEnd } from './sessionEnd.ts';
import { createSessionHeartbeat } from './sessionHeartbeat.ts';
import { createGetActiveSessions } from './getActiveSessions.ts';
import { createLogSession } from './logSession.ts';
import { createReleaseItem } from './releaseItem.ts';
import { createSessionContinue } from './sessionContinue.ts';
import { createSessionStart } from './sessionStart.ts';
import { createSessionWrapUp } from './sessionWrapUp.ts';

export interface SessionsPorts {
  readonly grace: SessionGracePort;
  readonly config: Pick<ConfigPort, 'read'>;
}

export function createSessions({ grace, config }: SessionsPorts): Group<typeof sessionOperations> {
  return {
    session_start: createSessionStart(grace),
    session_heartbeat: createSessionHeartbeat(grace),
    session_end: createSessionEnd(grace, config),
    session_wrap_up: createSessionWrapUp(grace, config),
    session_continue: createSessionContinue(grace),
    get_active_sessions: createGetActiveSessions(grace),
    claim_item: createClaimItem(grace),
    release_item: createReleaseItem(grace),
    log_session: createLogSession(grace, config),
  };
}
