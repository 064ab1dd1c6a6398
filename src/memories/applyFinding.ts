import type { Memory } from '../core/memory/memory.ts';
import { judgeAction } from '../core/memory/memoryStates.ts';
import { withArchiveReason } from '../core/memory/archiveReason.ts';
import { actOn } from './act.ts';
import { linkMemories } from './link.ts';
import type { UnitOfWork } from '../store/ports/unitOfWork.ts';
import type { MemoryChanges } from './memoryChanges.ts';
import { leadsTo, replaceWith } from './supersede.ts';

/** What is to be done to a group of memories. */
export interface GroupAct {
  readonly action: 'archive' | 'supersede' | 'link' | 'restore' | 'resolve';
  readonly memories: readonly Memory[];
  /** The one that the others are superseded by. */
  readonly keep: Memory | undefined;
  /** Kept with what is archived. */
  readonly reason: string;
}

/** Which memories it would change: nothing that is pinned, and nothing that is as it should be already. */
export async function touchedBy(
  unit: Pick<UnitOfWork, 'memories'>,
  { action, memories, keep }: Omit<GroupAct, 'reason'>,
): Promise<Memory[]> {
  const free = memories.filter(({ pinned }) => !pinned);
  if (action === 'link') {
    const [one] = free;
    const other = memories.find(({ id }) => id !== one?.id);
    return one && other && !isLinked(one, other) ? [one] : [];
  }
  const touched: Memory[] = [];
  for (const memory of free) {
    if (action === 'supersede') {
      if (keep && memory.id !== keep.id && !(await leadsTo(keep, memory, unit))) touched.push(memory);
    } else if (judgeAction(memory, action, 0).kind === 'allowed') touched.push(memory);
  }
  return touched;
}

const isLinked = (one: Memory, other: Memory): boolean =>
  [...one.links, ...other.links].some(
    ({ kind, to }) => kind === 'contradicts' && (to === one.id || to === other.id),
  );

/** Does it, and returns those that were changed. */
export async function applyToGroup(changes: MemoryChanges, act: GroupAct): Promise<Memory[]> {
  const { action, memories, keep, reason } = act;
  const touched = await touchedBy(changes.unit, act);
  for (const memory of touched) {
    const other = action === 'link' ? memories.find(({ id }) => id !== memory.id) : undefined;
    if (other) await linkMemories(changes, [memory, other], { kind: 'contradicts' });
    else if (action === 'supersede' && keep) await replaceWith(changes, memory, keep);
    else if (action === 'archive' || action === 'restore' || action === 'resolve')
      await actOn(memory, action, changes, () =>
        action === 'archive' ? { metadata: withArchiveReason(memory.metadata, reason) } : {},
      );
  }
  return touched;
}
