import { MemoryBridgeError } from '../../core/errors.ts';
import { type Project, projectKeys } from '../../core/project/project.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { shortId } from '../../core/shortId.ts';
import type { OutputOf } from '../../protocol/operation.ts';
import type { mergeProjectsOperation } from '../../protocol/operations/projects/mergeProjects.ts';
import type { MovedCounts, ProjectMove } from '../../store/ports/projectRepository.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { OperationContext } from '../operation.ts';
import { counted } from '../shared/rendering.ts';

type Moved = OutputOf<typeof mergeProjectsOperation>;

/** Moves all that one project has, or counts it. */
export async function moveAll(
  unit: UnitOfWork,
  context: OperationContext,
  { kind, from, to, isDry }: { kind: ProjectMove['kind']; from: Project; to: Project; isDry: boolean },
): Promise<Moved> {
  const keys = projectKeys(from).filter((key) => key !== to.id);
  const counts = await unit.projects.countMove(keys);
  const answer = { from: from.id, to: to.id, counts, changeId: '' };
  if (isDry) return answer;
  await refuseAtWork(unit, [...keys, to.id]);
  const { actor, ids, now } = context;
  const id = ids.next();
  await unit.projects.move({ id, kind, from: from.id, to: to.id, at: now, actor }, from, to);
  announceMove(context, [from.id, to.id]);
  return { ...answer, changeId: id };
}

/** Views of memories, sessions and projects ask again. */
export function announceMove(
  { emit, afterCommit, projects }: Pick<OperationContext, 'emit' | 'afterCommit' | 'projects'>,
  ids: readonly string[],
): void {
  afterCommit(() => projects.forget());
  emit({ kind: 'projects', ids: [...ids] });
  emit({ kind: 'sessions', ids: [] });
}

/** Two jobs of one kind would be at work for one project. */
async function refuseAtWork(unit: ReadUnit, keys: readonly string[]): Promise<void> {
  const running = await unit.jobs.list({ states: ['running'] });
  if (running.some(({ project }) => project !== null && keys.includes(project)))
    throw new MemoryBridgeError(
      'conflict',
      'A job is at work for one of these projects. Wait for its end, or end it with "memory-bridge jobs cancel".',
    );
}

/** Whether anything is known of a project but the name that was said. */
export async function isKnown(unit: ReadUnit, project: Project): Promise<boolean> {
  if (await unit.projects.findByReference(project.id)) return true;
  return (await unit.projects.holdings()).has(project.id);
}

export function unknownProject(said: string): MemoryBridgeError {
  return new MemoryBridgeError(
    'not_found',
    `There is no project "${said}". "memory-bridge project list" shows those that there are.`,
  );
}

export function sayMoved({ from, to, counts, changeId }: Moved, verb: 'Merged' | 'Moved'): string {
  const what = `${from} into ${to}: ${sayCounts(counts)}.`;
  const said =
    changeId === ''
      ? `Would have ${verb.toLowerCase()} ${what}`
      : `${verb} ${what} Undo: memory-bridge project undo ${shortId(changeId)}`;
  return oneLine(verb === 'Moved' ? said.replace(' into ', ' to ') : said);
}

function sayCounts({ memories, deleted, sessions, claims, jobs }: MovedCounts): string {
  return [
    counted(memories, 'memory', 'memories'),
    ...(deleted > 0 ? [`${deleted} deleted`] : []),
    ...(sessions > 0 ? [counted(sessions, 'session')] : []),
    ...(claims > 0 ? [counted(claims, 'claim')] : []),
    ...(jobs > 0 ? [counted(jobs, 'job')] : []),
  ].join(', ');
}
