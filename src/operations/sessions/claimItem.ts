import type { Session } from '../../core/session/session.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { claimItemOperation } from '../../protocol/operations/sessions/claimItem.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { ChangeOperation, OperationContext } from '../operation.ts';
import type { SessionGracePort } from '../ports.ts';
import { resourceKey } from './resourceKey.ts';
import { type SaidOfSession, SessionDesk } from './sessionDesk.ts';
import { sayLine } from './sessionRecords.ts';

export function createClaimItem(grace: SessionGracePort): ChangeOperation<typeof claimItemOperation> {
  return {
    definition: claimItemOperation,

    async run(input, context, unit) {
      const desk = new SessionDesk(context, unit, grace.graceFrom);
      const session = await ensureSession(desk, input, context, unit);
      const resource = resourceKey(input.resource, context);
      const held = await desk.livingClaim(resource);
      const isFree = held === undefined || held.claim.sessionId === session.id;
      if (isFree) {
        await unit.claims.put({
          resource,
          project: desk.projectId,
          sessionId: session.id,
          note: input.note ?? held?.claim.note ?? null,
          claimedAt: held?.claim.claimedAt ?? context.now,
        });
        desk.touch(session.id);
      }
      desk.announce();
      return isFree
        ? { sessions: [await desk.recordOf(session)], granted: true }
        : { sessions: [await desk.recordOf(held.holder)], granted: false, heldBy: held.holder.id };
    },

    render({ granted, sessions }, input) {
      const resource = oneLine(input.resource ?? '');
      return granted
        ? `Granted: ${resource}`
        : [`Not granted: ${resource} is held by`, ...sessions.map(sayLine)].join('\n');
    },
  };
}

/** Whoever claims is at work, whether it said so before or not. */
async function ensureSession(
  desk: SessionDesk,
  said: SaidOfSession,
  { now }: OperationContext,
  unit: UnitOfWork,
): Promise<Session> {
  const id = desk.requiredIdOf(said);
  const known = await desk.ownSession(id);
  await desk.letGoUnlessActive(id, known);
  const session = desk.described(said, id, known, known?.startedAt ?? now);
  await unit.sessions.upsert(session);
  return session;
}
