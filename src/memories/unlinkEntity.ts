import type { Memory } from '../core/memory/memory.ts';
import type { MemoryChanges } from './memoryChanges.ts';
import { refuseAgents } from './whoMay.ts';

/** Takes names of an entity off memories. What they say stays. Refuses before anything is changed. */
export async function unlinkEntity(
  memories: readonly Memory[],
  names: readonly string[],
  changes: MemoryChanges,
): Promise<void> {
  for (const memory of memories) refuseAgents(memory, 'edit', changes.context.actor);
  for (const memory of memories) {
    const entities = memory.entities.filter((entity) => !names.includes(entity));
    if (entities.length < memory.entities.length) await changes.change(memory, { entities }, 'edit');
  }
}
