import type { Memory } from '../../core/memory/memory.ts';
import { type MemoryLink, withLink } from '../../core/memory/memoryLink.ts';
import { leadsBack } from '../../memories/importMemory.ts';
import type { MemoryChanges } from '../../memories/memoryChanges.ts';
import type { OriginName } from '../../store/ports/originRepository.ts';
import type { ImportPlace } from './importPlace.ts';
import type { ReportBuilder } from './importReport.ts';
import type { Prepared } from './prepareItem.ts';

/**
 * Gives an imported memory its links and its successor, now that all of the source is here. Only what this import has
 * brought is touched: what a person has taken off since is not put on again by a second import.
 */
export async function linkImported(
  changes: MemoryChanges,
  { name, keepsId, links, supersededBy }: Extract<Prepared, { kind: 'links' }>,
  { groupId }: Pick<ImportPlace, 'groupId'>,
  report: ReportBuilder,
): Promise<void> {
  const { unit } = changes;
  const placed = async (ref: string): Promise<string | undefined> => {
    const origin = await unit.origins.get({ ...name, ref });
    if (origin) return origin.memory;
    return keepsId && (await unit.memories.get(ref)) ? ref : undefined;
  };
  const id = await placed(name.ref);
  const memory = id === undefined ? undefined : await unit.memories.get(id);
  if (!memory || !(await isOfGroup(changes, memory.id, groupId))) return;
  let found: readonly MemoryLink[] = keepsId ? [] : memory.links;
  for (const link of links) {
    const to = await placed(link.to);
    report.link(to !== undefined);
    // An export may lead to what it does not hold, as the memory that it was made of did.
    if (to !== undefined || keepsId) found = withLink(found, { ...link, to: to ?? link.to });
  }
  const successor = supersededBy === undefined ? undefined : await placed(supersededBy);
  if (supersededBy !== undefined && !keepsId) report.link(successor !== undefined);
  let patch = await patchOf(changes, memory, found, successor);
  // A reason would stand beside a memory that holds, so there is nothing that it could wait as.
  if (patch && memory.status !== 'candidate' && changes.holds(memory, patch)) {
    report.left('reasons of links that read as an order to a model');
    const known = new Set(memory.links.map(({ reason }) => reason));
    const bare = found.map((link) => (known.has(link.reason) ? link : { ...link, reason: undefined }));
    patch = await patchOf(changes, memory, bare, successor);
  }
  if (patch) await changes.change(memory, { ...patch, updatedAt: memory.updatedAt }, 'import');
}

async function patchOf(
  { unit }: MemoryChanges,
  memory: Memory,
  links: readonly MemoryLink[],
  successor: string | undefined,
): Promise<Partial<Memory> | undefined> {
  const isNew = successor !== undefined && successor !== memory.supersededBy && successor !== memory.id;
  const isCircle = isNew && (await leadsBack(unit, { ...memory, supersededBy: successor }));
  const patch = {
    ...(JSON.stringify(links) === JSON.stringify(memory.links) ? {} : { links }),
    ...(isNew && !isCircle ? { supersededBy: successor } : {}),
  };
  return Object.keys(patch).length === 0 ? undefined : patch;
}

async function isOfGroup({ unit }: MemoryChanges, id: string, groupId: string): Promise<boolean> {
  return (await unit.history.ofMemory(id)).some((change) => change.groupId === groupId);
}

/** How a memory of the source is called while its links are looked up. */
export type LinkName = OriginName;
