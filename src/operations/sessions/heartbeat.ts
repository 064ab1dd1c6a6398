import { MemoryBridgeError } from '../../core/errors.ts';
import { heartbeatOperation } from '../../protocol/operations/sessions/heartbeat.ts';
import type { ChangeOperation } from '../operation.ts';
import type { SessionGracePort } from '../ports.ts';
import { SessionDesk } from './sessionDesk.ts';

/** A heartbeat of an unknown session starts it: the start may have been lost with an owner. */
export function createHeartbeat(grace: SessionGracePort): ChangeOperation<typeof heartbeatOperation> {
  return {
    definition: heartbeatOperation,

    async run(input, context, unit) {
      const desk = new SessionDesk(context, unit, grace.graceFrom);
      const id = desk.requiredIdOf(input);
      const known = await desk.ownSession(id);
      if (known?.state === 'ended')
        throw new MemoryBridgeError('conflict', `Session ${id} has ended. Use start to begin again.`);
      await desk.letGoUnlessActive(id, known);
      const session = await desk.save(desk.described(input, id, known, known?.startedAt ?? context.now));
      desk.announce();
      return { sessions: [session] };
    },

    render: () => 'Noted.',
  };
}
