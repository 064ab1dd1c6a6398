import { type Project, projectKeys } from '../../core/project/project.ts';
import { ProjectModes } from '../../projects/projectModes.ts';
import type { ProjectRecord } from '../../protocol/operations/projects/projectRecord.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';

/** What is told of projects: of those that are given, or of all that there are, the one that was active last first. */
export async function projectRecords(
  unit: ReadUnit,
  question: { readonly initial: 'on' | 'off'; readonly now: number },
  only?: readonly Project[],
): Promise<ProjectRecord[]> {
  const modes = await ProjectModes.read(unit, question);
  const holdings = await unit.projects.holdings();
  const stored = await unit.projects.list();
  const projects = only ?? current(stored, [...holdings.keys()]);
  const records = projects.map((project) => {
    const { mode, until } = modes.of(project);
    const held = projectKeys(project).flatMap((key) => holdings.get(key) ?? []);
    const last = Math.max(...held.map(({ lastAt }) => lastAt));
    return {
      id: project.id,
      name: project.name,
      mode,
      until,
      aliases: [...project.aliases],
      root: project.root ?? null,
      memories: held.reduce((sum, { memories }) => sum + memories, 0),
      lastActivity: held.length === 0 ? null : last,
    };
  });
  return records.toSorted((a, b) => (b.lastActivity ?? 0) - (a.lastActivity ?? 0) || (a.id < b.id ? -1 : 1));
}

/** Without those that are another one's earlier names, and with those that only memories know of. */
function current(stored: readonly Project[], keys: readonly string[]): Project[] {
  const ids = new Set(stored.map(({ id }) => id));
  const aliases = new Map(stored.flatMap(({ id, aliases: all }) => all.map((alias) => [alias, id] as const)));
  const isCurrent = ({ id, aliases: own }: Project): boolean => {
    const owner = aliases.get(id);
    return owner === undefined || own.includes(owner);
  };
  const unknown = keys.filter((key) => !ids.has(key) && !aliases.has(key));
  return [
    ...stored.filter(isCurrent),
    ...unknown.map((id) => ({ id, name: id.split('/').findLast((part) => part !== '') ?? id, aliases: [] })),
  ];
}
