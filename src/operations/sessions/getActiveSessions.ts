import { getActiveSessionsOperation } from '../../protocol/operations/sessions/getActiveSessions.ts';
import type { QueryOperation } from '../operation.ts';
import type { SessionGracePort } from '../ports.ts';
import { counted } from '../shared/rendering.ts';
import { sayLine, sayPast, SessionRecords } from './sessionRecords.ts';

/** Whoever was at work is shown for so long, ms. */
const visible = 24 * 3_600_000;

export function createGetActiveSessions(
  grace: SessionGracePort,
): QueryOperation<typeof getActiveSessionsOperation> {
  return {
    definition: getActiveSessionsOperation,

    async run({ active_only, all: isWhole }, { now, project }, reader) {
      const records = new SessionRecords(reader, now, grace);
      const found = await reader.sessions.list({
        ...(isWhole ? {} : { heardSince: now - visible }),
        ...(project ? { project: project.id } : {}),
      });
      const all = found
        .map((session) => ({ session, state: records.stateOf(session) }))
        .filter(({ state, session }) =>
          state === 'active' ? true : !active_only && (isWhole || lastSign(session) >= now - visible),
        )
        .sort(
          (a, b) =>
            Number(b.state === 'active') - Number(a.state === 'active') ||
            (a.state === 'active'
              ? a.session.startedAt - b.session.startedAt
              : lastSign(b.session) - lastSign(a.session)) ||
            (a.session.id < b.session.id ? -1 : 1),
        );
      return { sessions: await Promise.all(all.map(({ session }) => records.recordOf(session))) };
    },

    render({ sessions }, { all: isWhole }, { now }) {
      const active = sessions.filter(({ state }) => state === 'active');
      const past = sessions.filter(({ state }) => state !== 'active');
      return [
        active.length === 0 ? 'Nobody is at work.' : `${counted(active.length, 'session')}:`,
        ...active.map(sayLine),
        ...(past.length === 0 ? [] : [isWhole ? 'Before:' : 'Within the last day:']),
        ...past.map((session) => sayPast(session, now)),
      ].join('\n');
    },
  };
}

const lastSign = ({ endedAt, heartbeatAt }: { endedAt: number | null; heartbeatAt: number }): number =>
  endedAt ?? heartbeatAt;
