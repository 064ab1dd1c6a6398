import { type Project, projectKeys } from '../../core/project/project.ts';
import { valueSpace } from '../../core/values.ts';
import type { KeyValueEntry, KeyValueReader } from '../../store/ports/keyValueRepository.ts';

/** Namespaces in which values of a project may stand, the one that is written to first: see `projectKeys`. */
export const spacesOf = (project: Project | undefined): string[] =>
  project ? projectKeys(project).map(valueSpace) : [valueSpace(null)];

/** The value of a key, under whichever name of the project it stands. */
export async function valueOf(
  keyValues: KeyValueReader,
  { project, now }: { readonly project: Project | undefined; readonly now: number },
  key: string,
): Promise<KeyValueEntry | undefined> {
  for (const space of spacesOf(project)) {
    const entry = await keyValues.entry(space, key, now);
    if (entry) return entry;
  }
  return undefined;
}

/** All values of a project by key. What was kept under an earlier name of it gives way to what is kept now. */
export async function valuesOf(
  keyValues: KeyValueReader,
  project: Project | undefined,
  now: number,
): Promise<Map<string, KeyValueEntry>> {
  const found = new Map<string, KeyValueEntry>();
  for (const space of spacesOf(project).toReversed())
    for (const entry of await keyValues.list(space, now)) found.set(entry.key, entry);
  return found;
}
