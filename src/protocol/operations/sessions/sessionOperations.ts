import { sessionStartOperation } from './sessionStart.ts';
import { sessionHeartbeatOperation } from './sessionHeartbeat.ts';
import { sessionEndOperation } from './sessionEnd.ts';
import { getActiveSessionsOperation } from './getActiveSessions.ts';
import { claimItemOperation } from './claimItem.ts';
import { releaseItemOperation } from './releaseItem.ts';

export const sessionOperations = [
  sessionStartOperation,
  sessionHeartbeatOperation,
  sessionEndOperation,
  getActiveSessionsOperation,
  claimItemOperation,
  releaseItemOperation,
] as const;
