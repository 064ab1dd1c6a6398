import { expiredReason, withArchiveReason } from '../core/memory/archiveReason.ts';
import type { Memory } from '../core/memory/memory.ts';
import type { UnitOfWork } from '../store/ports/unitOfWork.ts';
import { MemoryChanges } from './memoryChanges.ts';
import type { WriteContext } from './writeContext.ts';

/**
 * Rejects candidates that nobody reviewed in time, and archives what was to hold until now; undo brings both back. At most
 * so many; returns how many.
 */
export async function expireMemories(unit: UnitOfWork, context: WriteContext, most: number): Promise<number> {
  const changes = new MemoryChanges(unit, context);
  for (const before of await unit.memories.findExpired(context.now, most))
    await changes.change(before, expired(before), 'expire');
  changes.announce();
  return changes.size;
}

const expired = ({ status, metadata }: Memory): Partial<Memory> =>
  status === 'candidate'
    ? { status: 'rejected', expiresAt: null }
    : { status: 'archived', metadata: withArchiveReason(metadata, expiredReason) };
