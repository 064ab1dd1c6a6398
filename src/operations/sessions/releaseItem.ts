import { MemoryBridgeError } from '../../core/errors.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { releaseItemOperation } from '../../protocol/operations/sessions/releaseItem.ts';
import type { ChangeOperation } from '../operation.ts';
import type { SessionGracePort } from '../ports.ts';
import { resourceKey } from './resourceKey.ts';
import { SessionDesk } from './sessionDesk.ts';

export function createReleaseItem(grace: SessionGracePort): ChangeOperation<typeof releaseItemOperation> {
  return {
    definition: releaseItemOperation,

    async run(input, context, unit) {
      const desk = new SessionDesk(context, unit, grace.graceFrom);
      const id = desk.requiredIdOf(input);
      const resource = resourceKey(input.resource, context);
      await desk.ownSession(id);
      const held = await desk.livingClaim(resource);
      if (held && held.claim.sessionId !== id)
        throw new MemoryBridgeError(
          'conflict',
          `${resource} is held by session ${held.holder.id}${held.holder.agent ? ` (${held.holder.agent})` : ''}, and only that session can release it.`,
          { details: { heldBy: held.holder.id } },
        );
      if (held) {
        await unit.claims.remove(resource, desk.projectId);
        desk.touch(id);
      }
      desk.announce();
      const session = await unit.sessions.get(id);
      return { sessions: session ? [await desk.recordOf(session)] : [] };
    },

    render: (_output, input) => `Released: ${oneLine(input.resource ?? '')}`,
  };
}
