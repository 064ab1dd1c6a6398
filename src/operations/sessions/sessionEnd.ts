import { MemoryBridgeError } from '../../core/errors.ts';
import { sessionEndOperation } from '../../protocol/operations/sessions/sessionEnd.ts';
import type { ChangeOperation } from '../operation.ts';
import type { SessionGracePort } from '../ports.ts';
import { SessionDesk } from './sessionDesk.ts';

export function createSessionEnd(grace: SessionGracePort): ChangeOperation<typeof sessionEndOperation> {
  return {
    definition: sessionEndOperation,

    async run(input, context, unit) {
      const desk = new SessionDesk(context, unit, grace.graceFrom);
      const id = desk.requiredIdOf(input);
      const known = await desk.ownSession(id);
      if (!known) throw new MemoryBridgeError('not_found', `There is no session ${id}.`);
      await unit.claims.removeOfSession(id);
      if (known.state === 'ended') return { sessions: [await desk.recordOf(known)] };
      const session = await desk.save({ ...known, state: 'ended', endedAt: context.now });
      desk.announce();
      return { sessions: [session] };
    },

    render: () => 'Ended; its claims are free.',
  };
}
