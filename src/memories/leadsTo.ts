import type { Memory } from '../core/memory/memory.ts';
import type { UnitOfWork } from '../store/ports/unitOfWork.ts';

/** Whether following who superseded whom leads from one memory to another. */
export async function leadsTo(from: Memory, to: Memory, { memories }: UnitOfWork): Promise<boolean> {
  const seen = new Set<string>();
  for (let next: Memory | undefined = from; next && !seen.has(next.id);) {
    if (next.id === to.id) return true;
    seen.add(next.id);
    next = next.supersededBy === null ? undefined : await memories.get(next.supersededBy);
  }
  return false;
}
