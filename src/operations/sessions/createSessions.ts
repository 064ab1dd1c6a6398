import type { sessionOperations } from '../../protocol/operations/sessions/sessionOperations.ts';
import type { Group } from '../operation.ts';
import type { SessionGracePort } from '../ports.ts';
import { createSession } from './session.ts';

export interface SessionsPorts {
  readonly grace: SessionGracePort;
}

export function createSessions({ grace }: SessionsPorts): Group<typeof sessionOperations> {
  return { session: createSession(grace) };
}
