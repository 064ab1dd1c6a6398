import { oneLine } from '../../core/text/oneLine.ts';
import { sessionStartOperation } from '../../protocol/operations/sessions/sessionStart.ts';
import type { ChangeOperation } from '../operation.ts';
import type { SessionGracePort } from '../ports.ts';
import { SessionDesk } from './sessionDesk.ts';

/** An ended or stale session that starts again has let go of what it held. */
export function createSessionStart(grace: SessionGracePort): ChangeOperation<typeof sessionStartOperation> {
  return {
    definition: sessionStartOperation,

    async run(input, context, unit) {
      const desk = new SessionDesk(context, unit, grace);
      const id = desk.idOf(input) ?? context.ids.next();
      const known = await desk.ownSession(id);
      await desk.letGoUnlessActive(id, known);
      const isOngoing = known !== undefined && desk.stateOf(known) === 'active';
      const startedAt = isOngoing ? known.startedAt : context.now;
      const session = await desk.save(desk.described(input, id, known, startedAt));
      desk.announce();
      return { sessions: [session] };
    },

    render: ({ sessions: [session] }) => `Started session ${oneLine(session?.id ?? '')}`,
  };
}
