import { sessionStaleAfter, type Session, type SessionState } from './session.ts';

/**
 * State of a session at a moment. `graceFrom` is when the present owner began to listen (or the machine woke up):
 * nobody is stale before having had one whole interval (`staleAfter`) since then. Wall clock, ms.
 */
export function sessionStateAt(
  session: Session,
  now: number,
  graceFrom: number,
  staleAfter: number = sessionStaleAfter,
): SessionState {
  if (session.state === 'ended') return 'ended';
  const lastHeard = Math.max(session.heartbeatAt, graceFrom);
  return now - lastHeard > staleAfter ? 'stale' : 'active';
}
