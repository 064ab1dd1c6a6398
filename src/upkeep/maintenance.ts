import type { Clock, IdGenerator } from '../core/ports.ts';
import { sessionStateAt } from '../core/session/sessionStates.ts';
import { expireMemories } from '../memories/expireMemories.ts';
import type { MemoryEvent } from '../protocol/events.ts';
import type { EmbeddedStore } from '../store/ports/embeddedStore.ts';
import type { Store } from '../store/ports/store.ts';

/** Answers of finished writes are kept this long: nobody retries for longer, ms. */
export const idempotencyLife = 7 * 24 * 3_600_000;

/** Somebody may ask what has become of a job for this long, ms, and of so many. */
const endedJobLife = 7 * 24 * 3_600_000;
const endedJobsKept = 50;

/** Rows touched in one unit of work, so that no request waits behind it for more than a few milliseconds. */
const slice = 20;

/** Each of these writes over a text of some kilobytes. */
const thinnedAtOnce = 100;

export interface MaintenanceParts {
  readonly store: Store & Pick<EmbeddedStore, 'packVectors'>;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly emit: (event: MemoryEvent) => void;
  /** See `Lifecycle.graceFrom`. */
  readonly graceFrom: () => number;
  /** How long a session may be silent, ms. */
  readonly staleAfter?: () => number;
  /** Days for which sessions are kept. */
  readonly sessionDays?: () => number;
  /** The setting of that name. */
  readonly historyDays?: () => number | null;
}

/** The chores of an owner. Each one works in slices between which requests are served. */
export class Maintenance {
  readonly #parts: MaintenanceParts;

  constructor(parts: MaintenanceParts) {
    this.#parts = parts;
  }

  /** Candidates that nobody reviewed in time are rejected, and what has expired is archived; undo brings it back. */
  async expireMemories(): Promise<number> {
    const { store, clock, ids, emit } = this.#parts;
    for (let total = 0; ;) {
      const { expired, events } = await store.write(async (unit) => {
        const heard: MemoryEvent[] = [];
        const context = {
          actor: { kind: 'system' },
          now: clock.now(),
          ids,
          emit: (event: MemoryEvent) => heard.push(event),
        } as const;
        return { expired: await expireMemories(unit, context, slice), events: heard };
      });
      for (const event of events) emit(event);
      total += expired;
      if (expired < slice) return total;
    }
  }

  /** Sessions that were not heard of for too long become stale and let go of what they hold. */
  async retireSessions(): Promise<number> {
    const { store, clock, graceFrom, staleAfter, emit } = this.#parts;
    const retired = await store.write(async (unit) => {
      const now = clock.now();
      const active = await unit.sessions.list({ activeOnly: true });
      const stale = active
        .filter(({ state }) => state === 'active')
        .filter((session) => sessionStateAt(session, now, graceFrom(), staleAfter?.()) === 'stale')
        .slice(0, slice);
      for (const session of stale) {
        await unit.sessions.upsert({ ...session, state: 'stale' });
        await unit.claims.removeOfSession(session.id);
      }
      return stale.map(({ id }) => id);
    });
    if (retired.length > 0) emit({ kind: 'sessions', ids: retired });
    return retired.length;
  }

  /** Forgets who was at work long ago; what they remembered stays. Returns how many. */
  async forgetSessions(): Promise<number> {
    const { store, clock, sessionDays } = this.#parts;
    const days = sessionDays?.();
    if (days === undefined) return 0;
    const before = clock.now() - days * 24 * 3_600_000;
    for (let total = 0; ;) {
      const forgotten = await store.write((unit) => unit.sessions.removeOlder(before, slice));
      total += forgotten;
      if (forgotten < slice) return total;
    }
  }

  /** Vectors that were stored or taken back are packed for the next start. */
  async packVectors(): Promise<void> {
    await this.#parts.store.packVectors();
  }

  /** Texts from before changes are forgotten once they are older than the setting says. Returns how many. */
  async thinHistory(): Promise<number> {
    const { store, clock, historyDays } = this.#parts;
    const days = historyDays?.() ?? null;
    if (days === null) return 0;
    const before = clock.now() - days * 24 * 3_600_000;
    for (let total = 0; ;) {
      const thinned = await store.write((unit) => unit.history.thin(before, thinnedAtOnce));
      total += thinned;
      if (thinned < thinnedAtOnce) return total;
    }
  }

  /** Answers kept for retries, entries whose time is up, and what has become of jobs. */
  async removeExpired(): Promise<void> {
    const { store, clock } = this.#parts;
    await store.write((unit) => unit.idempotency.removeBefore(clock.now() - idempotencyLife));
    await store.write((unit) => unit.keyValues.removeExpired(clock.now()));
    await store.write((unit) => unit.jobs.thin(clock.now() - endedJobLife, endedJobsKept));
  }
}
