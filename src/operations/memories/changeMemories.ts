import type { Memory } from '../../core/memory/memory.ts';
import { shortId } from '../../core/shortId.ts';
import { actOnAll } from '../../memories/act.ts';
import { findMemory } from '../../memories/findMemory.ts';
import { MemoryChanges } from '../../memories/memoryChanges.ts';
import { changeMemoriesOperation } from '../../protocol/operations/memories/changeMemories.ts';
import { toMemoryRecord } from '../../recall/memoryRecords.ts';
import type { ChangeOperation } from '../operation.ts';
import { counted } from '../shared/rendering.ts';

export const changeMemories: ChangeOperation<typeof changeMemoriesOperation> = {
  definition: changeMemoriesOperation,

  async run({ memory_ids: ids, action }, context, unit) {
    const changes = new MemoryChanges(unit, context);
    const meant = new Map<string, Memory>();
    for (const id of ids) {
      const memory = await findMemory(unit, id);
      meant.set(memory.id, memory);
    }
    await actOnAll([...meant.values()], action, changes);
    changes.announce();
    return {
      memories: changes.changed.map((memory) => toMemoryRecord(memory, context.now)),
      changeId: changes.size === 0 ? '' : changes.groupId,
    };
  },

  render({ memories, changeId }) {
    if (memories.length === 0) return 'Nothing to change.';
    return `Changed ${counted(memories.length, 'memory', 'memories')} (undo ${shortId(changeId)}).`;
  },
};
