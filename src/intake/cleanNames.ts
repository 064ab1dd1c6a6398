import type { Redactor } from '../core/ports.ts';
import type { RecordChange } from './recordChanges.ts';

/** Names of files and people as they may be written. They are many and hardly ever hold a secret, so they are searched together. */
export async function cleanNames(names: readonly string[], redactor: Redactor): Promise<readonly string[]> {
  const { found } = await redactor.redact(names.join('\n'));
  if (found.length === 0) return names;
  return Promise.all(names.map(async (name) => (await redactor.redact(name)).text));
}

/** Paths of records are written down, while their texts are read by id. */
export async function cleanPaths(
  changes: ReadonlyMap<string, readonly RecordChange[]>,
  redactor: Redactor,
): Promise<Map<string, RecordChange[]>> {
  const all = [...changes.values()].flat();
  const names = all.flatMap(({ path, from }) => [path, ...from]);
  const cleaned = await cleanNames(names, redactor);
  if (cleaned === names) return new Map([...changes].map(([sha, list]) => [sha, [...list]]));
  const byName = new Map(names.map((name, index) => [name, cleaned[index] ?? '']));
  const nameOf = (name: string): string => byName.get(name) ?? '';
  return new Map(
    [...changes].map(([sha, list]) => [
      sha,
      list.map(({ path, blob, from }) => ({ path: nameOf(path), blob, from: from.map(nameOf) })),
    ]),
  );
}
