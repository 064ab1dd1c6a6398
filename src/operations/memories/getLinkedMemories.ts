import { dataHeader, nameOf } from '../../core/memory/memoryLine.ts';
import { findMemory } from '../../memories/findMemory.ts';
import { getLinkedMemoriesOperation } from '../../protocol/operations/memories/getLinkedMemories.ts';
import { linkedMemories } from '../../recall/linkedMemories.ts';
import { toMemoryLine } from '../../recall/memoryRecords.ts';
import type { QueryOperation } from '../operation.ts';
import { linkedLine, toLinkedLine } from '../shared/linkedLines.ts';

/** More than anybody reads. */
const most = 50;

export const getLinkedMemories: QueryOperation<typeof getLinkedMemoriesOperation> = {
  definition: getLinkedMemoriesOperation,

  async run(input, { now, project, sessionId }, unit) {
    const memory = await findMemory(unit, input.memory_id);
    const linked = await linkedMemories(unit, [memory], {
      project,
      sessionId,
      maxDepth: input.max_depth,
      minStrength: input.min_strength,
      kinds: input.link_types,
      limit: most,
    });
    return { memory: toMemoryLine(memory, now), linked: linked.map((each) => toLinkedLine(each, now)) };
  },

  render({ memory, linked }, _input, { now }) {
    if (linked.length === 0) return `Nothing is linked to ${nameOf(memory)}. create_link links memories.`;
    return [`Linked to ${nameOf(memory)}:`, dataHeader, ...linked.map((line) => linkedLine(line, now))].join(
      '\n',
    );
  },
};
