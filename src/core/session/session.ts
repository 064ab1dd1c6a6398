export const sessionStates = ['active', 'stale', 'ended'] as const;
export type SessionState = (typeof sessionStates)[number];

/** Somebody at work: an OpenCode session, an editor window. Goes stale when its heartbeats stop. */
export interface Session {
  readonly id: string;
  readonly project: string | null;
  readonly agent: string | null;
  readonly title: string | null;
  readonly state: SessionState;
  readonly startedAt: number;
  readonly heartbeatAt: number;
  readonly endedAt: number | null;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Exclusive hold on something (a file, an issue, a task) by a session; it dies with a stale session. */
export interface Claim {
  readonly resource: string;
  readonly project: string | null;
  readonly sessionId: string;
  readonly note: string | null;
  readonly claimedAt: number;
}

/** A session without a heartbeat for this long is stale and its claims are free. Milliseconds. */
export const sessionStaleAfter = 10 * 60_000;
