import { nameOf } from '../../core/memory/memoryLine.ts';
import { shortId } from '../../core/shortId.ts';
import { undoChanges } from '../../memories/undo.ts';
import { undoOperation } from '../../protocol/operations/memories/undo.ts';
import { toMemoryRecord } from '../../recall/memoryRecords.ts';
import type { ChangeOperation } from '../operation.ts';
import { counted } from '../shared/rendering.ts';

/** In the answer, which is kept for whoever sends the call again. */
const mostShown = 1_000;
/** In words. */
const mostSaid = 100;

export const undo: ChangeOperation<typeof undoOperation> = {
  definition: undoOperation,

  async run(input, context, unit) {
    const { memories, ...undone } = await undoChanges(unit, context, input.change_id);
    return {
      memories: memories.slice(0, mostShown).map((memory) => toMemoryRecord(memory, context.now)),
      ...undone,
    };
  },

  render({ memories, undone, changeId }) {
    const lines = memories
      .slice(0, mostSaid)
      .map((memory) => `- ${nameOf(memory)} (${memory.deletedAt === null ? memory.status : 'deleted'})`);
    const left = undone - lines.length;
    return [
      `Undid ${counted(undone, 'change')} (undo ${shortId(changeId)} takes this back):`,
      ...lines,
      ...(memories.length > lines.length ? [`and ${left} more`] : []),
    ].join('\n');
  },
};
