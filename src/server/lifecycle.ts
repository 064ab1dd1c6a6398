import type { DisposableLike } from '../core/disposable.ts';
import type { HostKind } from '../core/hostKind.ts';
import type { Health } from '../protocol/health.ts';

/** What stays the same while one owner serves. */
export interface OwnerFacts {
  readonly home: string;
  readonly port: number;
  /** Random id of the data directory. */
  readonly dataDirId: string;
  /** Grows by one with each owner of the directory. */
  readonly epoch: number;
  readonly hostKind: HostKind;
  /** Wall clock, ms. */
  readonly startedAt: number;
  /** Monotonic clock at the start, ms: uptime and grace are counted from here. */
  readonly startedAtMonotonic: number;
}

/** A newer client that wants to own the data itself. */
export interface StepDownRequest {
  readonly version: string;
  readonly protocolVersion: number;
}

export type StepDownReply =
  | { readonly accepted: true }
  | { readonly accepted: false; readonly reason: string };

/**
 * What the HTTP room needs of the process it runs in. `health` answers `GET /health`, `stepDown` answers the
 * authenticated `POST /admin/step-down`; `onDraining` is the moment to tell event streams and to end them.
 * Requests are counted and refused while draining in front of the app, so that no route has to think of it.
 */
export interface Lifecycle {
  readonly facts: OwnerFacts;
  readonly isDraining: boolean;
  /** True when the hosting window is gone but its extension host lives on. */
  readonly isGhost: boolean;
  /** A nonce of another length than 16 to 128 characters gets no proof. */
  health(nonce?: string): Health;
  /** Decides at once and drains after the reply has gone. */
  stepDown(request: StepDownRequest): StepDownReply;
  /** Refuses new work, finishes what runs, closes the database, frees the port last. Same promise on every call. */
  drain(reason: string): Promise<void>;
  /**
   * Closes what runs behind the port and composes it anew, over whatever database is there then. Port and folder stay
   * ours. Returns at once; does nothing while the server starts or ends.
   */
  reopen(reason: string): void;
  onDraining(listener: (reason: string) => void): DisposableLike;
  /**
   * Sessions and claims last heard of before this moment (wall clock, ms) are counted from it: after a takeover or a
   * suspend nobody is stale before having had one whole interval to say so.
   */
  readonly graceFrom: number;
}

/**
 * Which bearer tokens are good: the current one and, for 24 hours, the one before it. Compares in constant time and
 * notices a rotation by itself.
 */
export interface TokenVerifier {
  verify(token: string): boolean;
}
