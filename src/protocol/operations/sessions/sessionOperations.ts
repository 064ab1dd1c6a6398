import { sessionStartOperation } from './sessionStart.ts';
import { sessionHeartbeatOperation } from './sessionHeartbeat.ts';
import { sessionEndOperation } from './sessionEnd.ts';
import { sessionWrapUpOperation } from './sessionWrapUp.ts';
import { sessionContinueOperation } from './sessionContinue.ts';
import { getActiveSessionsOperation } from './getActiveSessions.ts';
import { claimItemOperation } from './claimItem.ts';
import { releaseItemOperation } from './releaseItem.ts';
import { logSessionOperation } from './logSession.ts';

export const sessionOperations = [
  sessionStartOperation,
  sessionHeartbeatOperation,
  sessionEndOperation,
  sessionWrapUpOperation,
  sessionContinueOperation,
  getActiveSessionsOperation,
  claimItemOperation,
  releaseItemOperation,
  logSessionOperation,
] as const;
