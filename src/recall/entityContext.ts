import { entityForms, entityName, splitCanonical } from '../core/entity/entityReference.ts';
import type { Forges } from '../core/forge/forges.ts';
import type { Memory, Status } from '../core/memory/memory.ts';
import { projectKeys, type Project } from '../core/project/project.ts';
import type { ReadUnit } from '../store/ports/readUnit.ts';
import { isVisibleIn, visibleProjects } from './visibility.ts';

const shown: readonly Status[] = ['active', 'resolved'];

/** More than anybody reads about one merge request. */
const maxMemories = 100;

/**
 * Everything remembered about one entity, as seen from a project: open blockers first, then pinned, then newest. A
 * reference into another project that is known (`group/other!12`) also finds what is written there in short form.
 */
export async function findEntityContext(
  unit: ReadUnit,
  request: {
    reference: string;
    project: Project | undefined;
    sessionId: string | undefined;
    forges?: Forges;
  },
): Promise<{ entity: string; memories: Memory[] }> {
  const { project, sessionId, forges } = request;
  const entity = entityName(request.reference, project?.id, forges);
  const here = await unit.memories.findByEntities(
    entityForms(entity, project?.id),
    { projects: visibleProjects(project), statuses: shown },
    maxMemories,
  );
  const there = await inItsOwnProject(unit, entity);
  const memories = [...new Map([...here, ...there].map((memory) => [memory.id, memory])).values()]
    .filter((memory) => isVisibleIn(memory, sessionId))
    .sort(byUrgency);
  return { entity, memories };
}

async function inItsOwnProject(unit: ReadUnit, entity: string): Promise<Memory[]> {
  const { qualifier, local, kind } = splitCanonical(entity);
  if (qualifier === undefined || kind === 'epic') return [];
  const project = await unit.projects.findByReference(qualifier);
  if (!project) return [];
  return unit.memories.findByEntities(
    [local],
    { projects: projectKeys(project), statuses: shown },
    maxMemories,
  );
}

function byUrgency(left: Memory, right: Memory): number {
  return rank(left) - rank(right) || right.createdAt - left.createdAt || (right.id < left.id ? -1 : 1);
}

function rank(memory: Memory): number {
  if (isOpenBlocker(memory)) return 0;
  return memory.pinned ? 1 : 2;
}

export function isOpenBlocker(memory: Pick<Memory, 'category' | 'status'>): boolean {
  return memory.category === 'blocker' && memory.status === 'active';
}
