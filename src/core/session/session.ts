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
  /** What came of it, as whoever worked there put it at the end. */
  readonly summary: string | null;
  readonly handOver: HandOver | null;
  /** The session whose work it took up. */
  readonly continues: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** What a session leaves to whoever goes on with its work. */
export interface HandOver {
  /** When it was left, ms. */
  readonly at: number;
  readonly done: readonly string[];
  readonly open: readonly string[];
  /** What should be done first. */
  readonly next: string | null;
  /** What the session held until then. */
  readonly held: readonly string[];
}

/** Exclusive hold on something (a file, an issue, a task) by a session; it dies with a stale session. */
export interface Claim {
  readonly resource: string;
  readonly project: string | null;
  readonly sessionId: string;
  readonly note: string | null;
  readonly claimedAt: number;
}

/** A session without a heartbeat for this long is stale and its claims are free, unless settings say otherwise. Ms. */
export const sessionStaleAfter = 10 * 60_000;
