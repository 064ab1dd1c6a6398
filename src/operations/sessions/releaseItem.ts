import { MemoryBridgeError } from '../../core/errors.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { isPerson } from '../../memories/provenance.ts';
import { releaseItemOperation } from '../../protocol/operations/sessions/releaseItem.ts';
import type { ChangeOperation } from '../operation.ts';
import type { SessionGracePort } from '../ports.ts';
import { claimedItem } from './claimedItem.ts';
import { SessionDesk } from './sessionDesk.ts';

export function createReleaseItem(grace: SessionGracePort): ChangeOperation<typeof releaseItemOperation> {
  return {
    definition: releaseItemOperation,

    async run(input, context, unit) {
      const desk = new SessionDesk(context, unit, grace);
      const item = await claimedItem(unit, input.item_ref, context);
      // A person need not know who holds it.
      const isAnyones = isPerson(context.actor) && desk.idOf(input) === undefined;
      const id = isAnyones ? undefined : desk.requiredIdOf(input);
      if (id !== undefined) await desk.ownSession(id);
      const held = await desk.livingClaim(item);
      if (held && id !== undefined && held.claim.sessionId !== id)
        throw new MemoryBridgeError(
          'conflict',
          `${item.resource} is held by session ${held.holder.id}${held.holder.agent ? ` (${held.holder.agent})` : ''}, and only that session can release it, or a person: memory-bridge session release '${item.resource}'`,
          { details: { heldBy: held.holder.id } },
        );
      if (held) {
        await unit.claims.remove(item.resource, item.project);
        desk.touch(held.claim.sessionId);
      }
      desk.announce();
      const session = id === undefined ? held?.holder : await unit.sessions.get(id);
      return { sessions: session ? [await desk.recordOf(session)] : [], released: held !== undefined };
    },

    render: ({ released }, input) =>
      released === false
        ? `Nobody holds ${oneLine(input.item_ref ?? '')}.`
        : `Released: ${oneLine(input.item_ref ?? '')}`,
  };
}
