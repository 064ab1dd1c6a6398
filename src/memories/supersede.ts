import type { Memory } from '../core/memory/memory.ts';
import type { UnitOfWork } from '../store/ports/unitOfWork.ts';
import type { MemoryChanges } from './memoryChanges.ts';
import { refusalOf } from './refusals.ts';

/** Whether following who superseded whom leads from one memory to another. */
export async function leadsTo(
  from: Memory,
  to: Memory,
  { memories }: Pick<UnitOfWork, 'memories'>,
): Promise<boolean> {
  const seen = new Set<string>();
  for (let next: Memory | undefined = from; next && !seen.has(next.id);) {
    if (next.id === to.id) return true;
    seen.add(next.id);
    next = next.supersededBy === null ? undefined : await memories.get(next.supersededBy);
  }
  return false;
}

/** What is deleted replaces nothing, nor does what waits for a person. */
export function refuseSuccessor(successor: Memory): void {
  if (successor.deletedAt !== null) throw refusalOf(successor, 'supersede', 'deleted');
  if (successor.status === 'candidate') throw refusalOf(successor, 'supersede', 'in_review');
}

/** Puts a memory away in favour of the one that somebody named. The unit is refused when that leads in a circle. */
export async function replaceWith(
  changes: MemoryChanges,
  earlier: Memory,
  successor: Pick<Memory, 'id'>,
): Promise<Memory> {
  return changes.change(earlier, { status: 'superseded', supersededBy: successor.id }, 'supersede');
}

/** Puts away a memory that does not hold any more. A successor that would lead back to it is left out. */
export async function putAway(
  changes: MemoryChanges,
  memory: Memory,
  successor: Memory | undefined,
  patch: Partial<Memory> = {},
): Promise<Memory> {
  const supersededBy = successor && !(await leadsTo(successor, memory, changes.unit)) ? successor.id : null;
  return changes.change(memory, { ...patch, status: 'superseded', supersededBy }, 'supersede');
}
