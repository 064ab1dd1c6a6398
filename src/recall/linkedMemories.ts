import type { Memory, Status } from '../core/memory/memory.ts';
import { isRelation, mutualKinds, type RelationKind } from '../core/memory/memoryLink.ts';
import type { Project } from '../core/project/project.ts';
import type { ReadUnit } from '../store/ports/readUnit.ts';
import { isVisibleIn, visibleProjects } from './visibility.ts';

/** A memory that another one leads to, and how. */
export interface LinkedMemory {
  readonly memory: Memory;
  /** Id of the memory from which it was reached. */
  readonly from: string;
  readonly kind: RelationKind;
  /** `out`: the one before says it of this one; `in`: this one says it of the one before; `both`: it holds either way. */
  readonly direction: 'out' | 'in' | 'both';
  /** 0 to 1. */
  readonly strength: number;
  readonly reason: string | undefined;
  /** Since when, ms. */
  readonly at: number;
  /** Steps from where the search began, from 1. */
  readonly depth: number;
}

export interface LinkSearch {
  readonly project: Project | undefined;
  readonly sessionId: string | undefined;
  readonly maxDepth: number;
  readonly minStrength: number;
  /** All when left out. */
  readonly kinds?: readonly RelationKind[] | undefined;
  readonly limit: number;
}

/** Memories that share an entity with more than these share nothing worth following. */
const mostSharers = 25;

/** Nobody has decided on candidates, and the rejected were decided against. */
const shown: ReadonlySet<Status> = new Set(['active', 'resolved', 'superseded', 'archived']);

/** What links lead to from some memories, in both directions, nearest first, strongest first; each memory once. */
export async function linkedMemories(
  unit: Pick<ReadUnit, 'memories'>,
  starts: readonly Memory[],
  search: LinkSearch,
): Promise<LinkedMemory[]> {
  const { kinds, limit, maxDepth, minStrength, sessionId, project } = search;
  const seen = new Set(starts.map(({ id }) => id));
  const seenProjects = new Set([...visibleProjects(project), ...starts.map((memory) => memory.project)]);
  const all: LinkedMemory[] = [];
  let frontier = starts;
  for (let depth = 1; depth <= maxDepth && frontier.length > 0 && all.length < limit; depth += 1) {
    const steps = [
      ...(await stepsBySaying(unit, frontier, depth)),
      ...(depth === 1 ? await stepsByEntity(unit, frontier, [...seenProjects]) : []),
    ];
    const next: Memory[] = [];
    for (const step of steps.sort((a, b) => b.strength - a.strength || b.at - a.at)) {
      const { memory } = step;
      if (seen.has(memory.id) || step.strength < minStrength || kinds?.includes(step.kind) === false)
        continue;
      if (memory.deletedAt !== null || !shown.has(memory.status)) continue;
      if (!seenProjects.has(memory.project) || !isVisibleIn(memory, sessionId)) continue;
      seen.add(memory.id);
      all.push(step);
      next.push(memory);
    }
    frontier = next;
  }
  return all.slice(0, limit);
}

/** What somebody has said of two memories, and who superseded whom. */
async function stepsBySaying(
  { memories }: Pick<ReadUnit, 'memories'>,
  frontier: readonly Memory[],
  depth: number,
): Promise<LinkedMemory[]> {
  const ids = frontier.map(({ id }) => id);
  const incoming = await memories.findLinking(ids);
  const targets = frontier.flatMap(({ links, supersededBy }) => [
    ...links.filter(isRelation).map(({ to }) => to),
    ...(supersededBy === null ? [] : [supersededBy]),
  ]);
  const outgoing = new Map(
    (await memories.getMany([...new Set(targets)])).map((memory) => [memory.id, memory]),
  );
  const here = new Set(ids);
  return [
    ...frontier.flatMap((memory) => stepsOf(memory, (id) => outgoing.get(id), 'out', depth)),
    ...incoming.flatMap((memory) =>
      stepsOf(memory, (id) => (here.has(id) ? memory : undefined), 'in', depth),
    ),
  ];
}

/** @param reached The memory that a link of `memory` to this id leads to, seen from where the search is. */
function stepsOf(
  memory: Memory,
  reached: (id: string) => Memory | undefined,
  direction: 'out' | 'in',
  depth: number,
): LinkedMemory[] {
  const step = (
    to: string,
    kind: RelationKind,
    {
      way,
      strength = 1,
      reason,
      at,
    }: {
      way: LinkedMemory['direction'];
      strength?: number | undefined;
      reason?: string | undefined;
      at: number;
    },
  ): LinkedMemory[] => {
    const other = reached(to);
    if (!other) return [];
    const from = direction === 'out' ? memory.id : to;
    return [{ memory: other, from, kind, direction: way, strength, reason, at, depth }];
  };
  const said = memory.links
    .filter(isRelation)
    .flatMap(({ kind, to, strength, reason, at = memory.updatedAt }) =>
      step(to, kind, { way: mutualKinds.has(kind) ? 'both' : direction, strength, reason, at }),
    );
  // The one that is superseded knows its successor, and the successor is the one that supersedes.
  const successor =
    memory.supersededBy === null
      ? []
      : step(memory.supersededBy, 'supersedes', {
          way: direction === 'out' ? 'in' : 'out',
          at: memory.updatedAt,
        });
  return [...said, ...successor];
}

/** Memories about the same: the more of what both name they have in common, the stronger. */
async function stepsByEntity(
  { memories }: Pick<ReadUnit, 'memories'>,
  frontier: readonly Memory[],
  projects: readonly (string | null)[],
): Promise<LinkedMemory[]> {
  const steps: LinkedMemory[] = [];
  for (const entity of new Set(frontier.flatMap(({ entities }) => entities))) {
    const filter = { projects, statuses: ['active', 'resolved'] as const };
    const sharers = await memories.findByEntities([entity], filter, mostSharers + 1);
    if (sharers.length > mostSharers) continue;
    for (const from of frontier.filter(({ entities }) => entities.includes(entity)))
      for (const memory of sharers)
        if (memory.id !== from.id)
          steps.push({
            memory,
            from: from.id,
            kind: 'same_entity',
            direction: 'both',
            strength: shared(from.entities, memory.entities),
            reason: undefined,
            at: Math.max(from.createdAt, memory.createdAt),
            depth: 1,
          });
  }
  return steps;
}

/** Names in common among all names of both, 0 to 1. */
function shared(one: readonly string[], other: readonly string[]): number {
  const common = one.filter((name) => other.includes(name)).length;
  return Math.round((common / (one.length + other.length - common)) * 100) / 100;
}
