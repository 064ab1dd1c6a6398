import { sessionStateAt } from '../../core/session/sessionStates.ts';
import { getBootContextOperation } from '../../protocol/operations/recall/getBootContext.ts';
import { makeBootContext, renderBootContext } from '../../recall/bootContext.ts';
import type { QueryOperation } from '../operation.ts';
import type { SessionGracePort } from '../ports.ts';

export function createGetBootContext(
  grace: SessionGracePort,
): QueryOperation<typeof getBootContextOperation> {
  return {
    definition: getBootContextOperation,

    async run(input, { now, project, sessionId }, unit) {
      const own = input.session_id ?? sessionId;
      const sessions = project ? await unit.sessions.list({ project: project.id, activeOnly: true }) : [];
      return makeBootContext(unit, {
        project,
        sessionId: own,
        maxTokens: input.max_tokens,
        now,
        sessions: sessions
          .filter(
            (session) => session.id !== own && sessionStateAt(session, now, grace.graceFrom) === 'active',
          )
          .sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1)),
      });
    },

    render: (output, _input, { now }) => renderBootContext(output, now),
  };
}
