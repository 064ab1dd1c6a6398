import type { Session } from '../../core/session/session.ts';
import { sessionStateAt } from '../../core/session/sessionStates.ts';
import { ageLabel } from '../../core/text/ageLabel.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import type { SessionRecord } from '../../protocol/operations/sessions/sessionRecord.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import type { SessionGracePort } from '../ports.ts';
import { saidItem } from './claimedItem.ts';

/** How sessions are at one moment. */
export class SessionRecords {
  readonly #now: number;
  readonly #grace: SessionGracePort;
  readonly #unit: ReadUnit;

  constructor(unit: ReadUnit, now: number, grace: SessionGracePort) {
    this.#unit = unit;
    this.#now = now;
    this.#grace = grace;
  }

  stateOf(session: Session): Session['state'] {
    const { graceFrom, staleAfter } = this.#grace;
    return session.state === 'stale' ? 'stale' : sessionStateAt(session, this.#now, graceFrom, staleAfter);
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
      claims: claims.map(({ note, claimedAt, ...item }) => ({
        resource: saidItem(item, session.project),
        note,
        claimedAt,
      })),
      endedAt: session.endedAt,
      summary: session.summary,
      continues: session.continues,
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

/** One that is not at work any more, by when there was a sign of it last. */
export function sayPast(session: SessionRecord, now: number): string {
  const { id, agent, title, state, endedAt, heartbeatAt, summary } = session;
  const age = ageLabel((state === 'ended' ? endedAt : undefined) ?? heartbeatAt, now);
  const when = age === 'now' ? 'just now' : `${age} ago`;
  const rest = [title, summary].filter(Boolean).map((each) => ` · ${each}`);
  return oneLine(
    `- ${state === 'ended' ? 'ended' : 'stale, last heard of'} ${when}: ${agent ?? 'someone'} (${id})${rest.join('')}`,
  ).slice(0, longestLine);
}

/** Characters; the whole summary is a memory. */
const longestLine = 300;
