import { judgeAction } from '../../core/memory/memoryStates.ts';
import { shortId } from '../../core/shortId.ts';
import { changeMemoriesOperation } from '../../protocol/operations/memories/changeMemories.ts';
import { toMemoryRecord } from '../../recall/memoryRecords.ts';
import { findMemory } from '../../memories/findMemory.ts';
import { MemoryChanges } from '../../memories/memoryChanges.ts';
import type { Operation } from '../operation.ts';
import { refusalOf } from '../../memories/refusals.ts';
import { counted } from '../shared/rendering.ts';
import { refuseAgents } from '../../memories/whoMay.ts';

export const changeMemories: Operation<typeof changeMemoriesOperation> = {
  definition: changeMemoriesOperation,

  async run({ memory_ids: ids, action }, context, unit) {
    const changes = new MemoryChanges(unit, context);
    let refused: Error | undefined;
    for (const id of new Set(ids)) {
      const before = await findMemory(unit, id);
      refuseAgents(before, action, context.actor);
      const verdict = judgeAction(before, action, context.now);
      if (verdict.kind === 'allowed') await changes.change(before, verdict.change, action);
      // Of a selection that has several kinds, those are meant that the action fits.
      if (verdict.kind === 'refused') refused ??= refusalOf(before, action, verdict.reason);
    }
    if (changes.size === 0 && refused) throw refused;
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
