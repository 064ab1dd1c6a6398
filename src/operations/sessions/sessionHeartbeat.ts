import { MemoryBridgeError } from '../../core/errors.ts';
import { sessionHeartbeatOperation } from '../../protocol/operations/sessions/sessionHeartbeat.ts';
import type { ChangeOperation } from '../operation.ts';
import type { SessionGracePort } from '../ports.ts';
import { SessionDesk } from './sessionDesk.ts';

/** A heartbeat of an unknown session starts it: the start may have been lost with an owner. */
export function createSessionHeartbeat(
  grace: SessionGracePort,
): ChangeOperation<typeof sessionHeartbeatOperation> {
  return {
    definition: sessionHeartbeatOperation,

    async run(input, context, unit) {
      const desk = new SessionDesk(context, unit, grace);
      const id = desk.requiredIdOf(input);
      const known = await desk.ownSession(id);
      if (known?.state === 'ended')
        throw new MemoryBridgeError(
          'conflict',
          `Session ${id} has ended. Call session_start to begin again.`,
        );
      await desk.letGoUnlessActive(id, known);
      const session = await desk.save(desk.described(input, id, known, known?.startedAt ?? context.now));
      desk.announce();
      return { sessions: [session] };
    },

    render: () => 'Noted.',
  };
}
