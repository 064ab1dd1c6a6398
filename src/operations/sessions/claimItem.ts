import { sessionStaleAfter, type Claim, type Session } from '../../core/session/session.ts';
import { ageLabel } from '../../core/text/ageLabel.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { claimItemOperation } from '../../protocol/operations/sessions/claimItem.ts';
import type { OutputOf } from '../../protocol/operation.ts';
import type { ChangeOperation, OperationContext } from '../operation.ts';
import type { SessionGracePort } from '../ports.ts';
import { claimedItem, saidItem } from './claimedItem.ts';
import { type SaidOfSession, SessionDesk } from './sessionDesk.ts';
import { sayLine } from './sessionRecords.ts';

export function createClaimItem(grace: SessionGracePort): ChangeOperation<typeof claimItemOperation> {
  return {
    definition: claimItemOperation,

    async run(input, context, unit) {
      const desk = new SessionDesk(context, unit, grace);
      const session = await ensureSession(desk, input, context);
      const item = await claimedItem(unit, input.item_ref, context);
      const held = await desk.livingClaim(item);
      const isFree = held === undefined || held.claim.sessionId === session.id;
      if (isFree) {
        await unit.claims.put({
          ...item,
          sessionId: session.id,
          note: input.note ?? held?.claim.note ?? null,
          claimedAt: held?.claim.claimedAt ?? context.now,
        });
        desk.touch(session.id);
      }
      desk.announce();
      const said = saidItem(item, desk.projectId);
      return isFree
        ? { sessions: [await desk.recordOf(session)], granted: true, item: said }
        : {
            sessions: [await desk.recordOf(held.holder)],
            granted: false,
            heldBy: held.holder.id,
            holder: holderOf(held.claim, held.holder, context.now),
            item: said,
          };
    },

    render({ granted, sessions, holder, item }, input) {
      const resource = oneLine(item ?? input.item_ref ?? '');
      if (granted) return `Granted: ${resource}`;
      return [
        `Not granted: ${resource} is held by`,
        ...sessions.map(sayLine),
        ...(holder ? [sayHeld(holder), sayWayOn(resource, grace)] : []),
      ].join('\n');
    },
  };
}

type Holder = NonNullable<OutputOf<typeof claimItemOperation>['holder']>;

const holderOf = (claim: Claim, holder: Session, now: number): Holder => ({
  session: holder.id,
  agent: holder.agent,
  workingOn: holder.title,
  note: claim.note,
  since: claim.claimedAt,
  age: ageLabel(claim.claimedAt, now),
});

function sayHeld({ age, note }: Holder): string {
  const since = age === 'now' ? 'Claimed just now' : `Claimed ${age} ago`;
  return note ? oneLine(`${since}: ${note}`) : `${since}.`;
}

/** What else there is to do than to take it all the same. */
function sayWayOn(item: string, { staleAfter = sessionStaleAfter }: SessionGracePort): string {
  const minutes = Math.round(staleAfter / 60_000);
  return `Work on something else and claim it again later (a session that is silent for ${minutes} minutes loses what it holds), or ask the person, who can release it: memory-bridge session release '${item}'`;
}

/** Whoever claims is at work, whether it said so before or not. */
async function ensureSession(
  desk: SessionDesk,
  said: SaidOfSession,
  { now }: OperationContext,
): Promise<Session> {
  const id = desk.requiredIdOf(said);
  const known = await desk.ownSession(id);
  await desk.letGoUnlessActive(id, known);
  const session = desk.described(said, id, known, known?.startedAt ?? now);
  await desk.keep(session);
  return session;
}
