import { getActiveSessionsOperation } from '../../protocol/operations/sessions/getActiveSessions.ts';
import type { QueryOperation } from '../operation.ts';
import type { SessionGracePort } from '../ports.ts';
import { counted } from '../shared/rendering.ts';
import { sayLine, SessionRecords } from './sessionRecords.ts';

export function createGetActiveSessions(
  grace: SessionGracePort,
): QueryOperation<typeof getActiveSessionsOperation> {
  return {
    definition: getActiveSessionsOperation,

    async run(_input, { now, project }, reader) {
      const records = new SessionRecords(reader, now, grace.graceFrom);
      const active = await reader.sessions.list({
        activeOnly: true,
        ...(project ? { project: project.id } : {}),
      });
      active.sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
      return { sessions: await Promise.all(active.map((session) => records.recordOf(session))) };
    },

    render: ({ sessions }) =>
      sessions.length === 0
        ? 'Nobody is at work.'
        : [`${counted(sessions.length, 'session')}:`, ...sessions.map(sayLine)].join('\n'),
  };
}
