import type { Session } from '../../core/session/session.ts';
import { sessionStateAt } from '../../core/session/sessionStates.ts';
import { ageLabel } from '../../core/text/ageLabel.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import type { SessionRecord } from '../../protocol/operations/sessions/sessionRecord.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';

/** How sessions are at one moment. */
export class SessionRecords {
  readonly #now: number;
  readonly #graceFrom: number;
  readonly #unit: ReadUnit;

  /** @param graceFrom See `SessionGracePort`. */
  constructor(unit: ReadUnit, now: number, graceFrom: number) {
    this.#unit = unit;
    this.#now = now;
    this.#graceFrom = graceFrom;
  }

  stateOf(session: Session): Session['state'] {
    return session.state === 'stale' ? 'stale' : sessionStateAt(session, this.#now, this.#graceFrom);
  }

  async recordOf(session: Session): Promise<SessionRecord> {
    const state = this.stateOf(session);
    const claims = state === 'active' ? await this.#unit.claims.list({ sessionId: session.id }) : [];
    return {
      id: session.id,
      project: session.project,
      agent: session.agent,
      title: session.title,
      state,
      startedAt: session.startedAt,
      heartbeatAt: session.heartbeatAt,
      age: ageLabel(session.startedAt, this.#now),
      claims: claims.map(({ resource, note, claimedAt }) => ({ resource, note, claimedAt })),
    };
  }
}

/** One session on one line. The state comes first: a name that looks like a memory must not begin the line. */
export function sayLine({ id, agent, title, state, age, claims }: SessionRecord): string {
  const holds = claims.length === 0 ? '' : ` · holds ${claims.map(({ resource }) => resource).join(', ')}`;
  return oneLine(
    `- ${state} since ${age}: ${agent ?? 'someone'} (${id})${title ? ` · ${title}` : ''}${holds}`,
  );
}
