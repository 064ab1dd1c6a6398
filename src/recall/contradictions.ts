import type { Memory } from '../core/memory/memory.ts';
import type { Project } from '../core/project/project.ts';
import type { ReadUnit } from '../store/ports/readUnit.ts';
import { isVisibleIn, visibleProjects } from './visibility.ts';

/** A memory that was linked as contradicting one that is shown. */
export interface Contradiction {
  /** Id of the one that is shown. */
  readonly of: string;
  readonly other: Memory;
}

/** The other side of what is linked as contradicting, whichever of the two has the link; each pair once. */
export async function contradictionsOf(
  { memories }: Pick<ReadUnit, 'memories'>,
  shown: readonly Memory[],
  { project, sessionId }: { readonly project: Project | undefined; readonly sessionId: string | undefined },
): Promise<Contradiction[]> {
  if (shown.length === 0) return [];
  const ids = new Map(shown.map((memory) => [memory.id, memory]));
  const outgoing = shown.flatMap((memory) => excludedBy(memory).map((to) => [memory.id, to] as const));
  const linking = await memories.findLinking([...ids.keys()]);
  const incoming = linking.flatMap((memory) =>
    excludedBy(memory)
      .filter((to) => ids.has(to))
      .map((to) => [to, memory.id] as const),
  );
  const pairs = [...outgoing, ...incoming];
  const others = new Map(
    [...linking, ...(await memories.getMany(outgoing.map(([, to]) => to)))].map((each) => [each.id, each]),
  );
  const projects = new Set([...visibleProjects(project), ...shown.map((memory) => memory.project)]);
  const seen = new Set<string>();
  return pairs.flatMap(([of, to]) => {
    const other = others.get(to);
    const pair = [of, to].toSorted((left, right) => (left < right ? -1 : 1)).join(' ');
    if (!other || seen.has(pair) || !isStanding(other)) return [];
    if (!projects.has(other.project) || !isVisibleIn(other, sessionId)) return [];
    seen.add(pair);
    return [{ of, other }];
  });
}

/** What was replaced or put away contradicts nothing any more. */
const isStanding = ({ status, deletedAt }: Memory): boolean =>
  deletedAt === null && (status === 'active' || status === 'resolved');

const excludedBy = ({ links }: Memory): string[] =>
  links.filter(({ kind }) => kind === 'contradicts').map(({ to }) => to);
