import { MemoryBridgeError } from '../../core/errors.ts';
import { projectKeys } from '../../core/project/project.ts';
import type { Session } from '../../core/session/session.ts';
import { memoryLine } from '../../core/memory/memoryLine.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import type { OutputOf } from '../../protocol/operation.ts';
import { sessionContinueOperation } from '../../protocol/operations/sessions/sessionContinue.ts';
import { handOverLines, readHandOver } from '../../recall/boot/handOver.ts';
import { toMemoryLine } from '../../recall/memoryRecords.ts';
import { visibleProjects } from '../../recall/visibility.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import type { ChangeOperation, OperationContext } from '../operation.ts';
import type { SessionGracePort } from '../ports.ts';
import { SessionDesk } from './sessionDesk.ts';

/** More than this nobody reads at the start. */
const most = 20;

export function createSessionContinue(
  grace: SessionGracePort,
): ChangeOperation<typeof sessionContinueOperation> {
  return {
    definition: sessionContinueOperation,

    async run(input, context, unit) {
      const desk = new SessionDesk(context, unit, grace);
      const id = desk.idOf(input) ?? context.ids.next();
      const known = await desk.ownSession(id);
      const earlier = await earlierOf(unit, desk, { id, known, named: input.continues }, context);
      await desk.letGoUnlessActive(id, known);
      const isOngoing = known !== undefined && desk.stateOf(known) === 'active';
      const said = { ...input, working_on: input.working_on ?? known?.title ?? earlier?.title ?? undefined };
      const described = desk.described(said, id, known, isOngoing ? known.startedAt : context.now);
      const session = await desk.save({ ...described, continues: earlier?.id ?? described.continues });
      desk.announce();
      return {
        sessions: [session],
        handOver: earlier ? readHandOver(earlier, context.now) : null,
        ...(await leftMemories(unit, earlier, context)),
      };
    },

    render({ sessions: [session], handOver, remembered, blockers }, _input, { now }) {
      const started = `Started session ${oneLine(session?.id ?? '')}.`;
      if (!handOver) return `${started} No session of this project has left anything to take up.`;
      return [
        started,
        ...handOverLines(handOver),
        ...(blockers.length > 0 ? ['Open blockers:', ...blockers.map((each) => memoryLine(each, now))] : []),
        ...(remembered.length > 0
          ? ['Remembered there:', ...remembered.map((each) => memoryLine(each, now))]
          : []),
      ].join('\n');
    },
  };
}

/** The session that is meant: the one that is named, the one that was taken up already, else the last that was wrapped up. */
async function earlierOf(
  unit: ReadUnit,
  desk: SessionDesk,
  { id, known, named }: { id: string; known: Session | undefined; named: string | undefined },
  { project }: OperationContext,
): Promise<Session | undefined> {
  if (named !== undefined) {
    const earlier = await unit.sessions.get(named);
    if (!earlier)
      throw new MemoryBridgeError(
        'not_found',
        `There is no session ${named}. get_active_sessions lists those of the last day; without continues, the last one that was wrapped up is taken up.`,
      );
    if (named === id)
      throw new MemoryBridgeError('invalid_input', 'continues: a session cannot continue itself.', {
        details: { field: 'continues' },
      });
    if (desk.stateOf(earlier) === 'active')
      throw new MemoryBridgeError(
        'conflict',
        `Session ${named}${earlier.agent ? ` (${earlier.agent})` : ''} is still at work. It can be taken up once it has ended or is stale.`,
        { details: { sessionId: named } },
      );
    return earlier;
  }
  // Said again, it answers the same.
  const taken = known?.continues ? await unit.sessions.get(known.continues) : undefined;
  if (taken) return taken;
  const left = await unit.sessions.findHandOver(project ? projectKeys(project) : [null]);
  return left?.id === id ? undefined : left;
}

async function leftMemories(
  unit: ReadUnit,
  earlier: Session | undefined,
  { project, now }: OperationContext,
): Promise<Pick<OutputOf<typeof sessionContinueOperation>, 'remembered' | 'blockers'>> {
  if (!earlier) return { remembered: [], blockers: [] };
  const visible = {
    projects: visibleProjects(project),
    statuses: ['active'],
    acceptedOnly: true,
    seenFrom: null,
  } as const;
  const remembered = await unit.memories.list({ ...visible, session: earlier.id }, { limit: most });
  const blockers = await unit.memories.list({ ...visible, categories: ['blocker'] }, { limit: most });
  const isOpen = new Set(blockers.memories.map(({ id }) => id));
  return {
    remembered: remembered.memories
      .filter(({ id, category }) => !isOpen.has(id) && category !== 'event' && category !== 'conversation')
      .map((memory) => toMemoryLine(memory, now)),
    blockers: blockers.memories.map((memory) => toMemoryLine(memory, now)),
  };
}
