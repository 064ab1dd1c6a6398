import type { UnitOfWork } from '../store/ports/unitOfWork.ts';
import { MemoryChanges } from './memoryChanges.ts';
import type { WriteContext } from './writeContext.ts';

/** Rejects candidates that nobody reviewed in time, at most so many; undo brings them back. Returns how many. */
export async function expireCandidates(
  unit: UnitOfWork,
  context: WriteContext,
  most: number,
): Promise<number> {
  const changes = new MemoryChanges(unit, context);
  for (const before of await unit.memories.findExpired(context.now, most))
    await changes.change(before, { status: 'rejected', expiresAt: null }, 'expire');
  changes.announce();
  return changes.size;
}
