import { nameOf } from '../../core/memory/memoryLine.ts';
import { shortId } from '../../core/shortId.ts';
import { findMemory } from '../../memories/findMemory.ts';
import { linkMemories, unlinkMemories } from '../../memories/link.ts';
import { MemoryChanges } from '../../memories/memoryChanges.ts';
import type { Memory } from '../../core/memory/memory.ts';
import { createLinkOperation } from '../../protocol/operations/memories/createLink.ts';
import { removeLinkOperation } from '../../protocol/operations/memories/removeLink.ts';
import { toMemoryRecord } from '../../recall/memoryRecords.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { ChangeOperation, OperationContext } from '../operation.ts';
import { sayChanged } from './changeOne.ts';

interface Pair {
  readonly source_memory_id: string;
  readonly target_memory_id: string;
}

async function changePair(
  { source_memory_id, target_memory_id }: Pair,
  context: OperationContext,
  unit: UnitOfWork,
  work: (changes: MemoryChanges, pair: readonly [Memory, Memory]) => Promise<Memory>,
) {
  const pair = [await findMemory(unit, source_memory_id), await findMemory(unit, target_memory_id)] as const;
  const changes = new MemoryChanges(unit, context);
  const memory = await work(changes, pair);
  changes.announce();
  const changed = changes.size > 0;
  return { memory: toMemoryRecord(memory, context.now), changeId: changed ? changes.groupId : '', changed };
}

export const createLink: ChangeOperation<typeof createLinkOperation> = {
  definition: createLinkOperation,

  run: ({ link_type: kind, strength, reason, ...pair }, context, unit) =>
    changePair(pair, context, unit, (changes, both) =>
      linkMemories(changes, both, { kind, strength, reason: reason?.trim() }),
    ),

  render(output, { link_type: kind, target_memory_id: to }) {
    if (!output.changed) return `Nothing to change: they are linked so already.`;
    if (kind === 'supersedes') return sayChanged('Superseded', output);
    return `Linked as ${kind}: ${nameOf(output.memory)} and [${shortId(to)}]`;
  },
};

export const removeLink: ChangeOperation<typeof removeLinkOperation> = {
  definition: removeLinkOperation,

  run: ({ link_type: kind, ...pair }, context, unit) =>
    changePair(pair, context, unit, (changes, both) => unlinkMemories(changes, both, kind)),

  render: (output, { target_memory_id: to }) =>
    output.changed
      ? `No longer linked: ${nameOf(output.memory)} and [${shortId(to)}]`
      : 'Nothing to change: there is no such link. get_linked_memories shows those there are.',
};
