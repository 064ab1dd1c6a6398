import { startSessionOperation } from './startSession.ts';
import { heartbeatOperation } from './heartbeat.ts';
import { endSessionOperation } from './endSession.ts';
import { listSessionsOperation } from './listSessions.ts';
import { claimOperation } from './claim.ts';
import { releaseOperation } from './release.ts';

export const sessionOperations = [
  startSessionOperation,
  heartbeatOperation,
  endSessionOperation,
  listSessionsOperation,
  claimOperation,
  releaseOperation,
] as const;
