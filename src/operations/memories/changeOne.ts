import { MemoryBridgeError } from '../../core/errors.ts';
import type { Memory } from '../../core/memory/memory.ts';
import { nameOf } from '../../core/memory/memoryLine.ts';
import { reasonsText } from '../../core/memory/quarantine.ts';
import type { MemoryAction } from '../../core/memory/memoryStates.ts';
import { shortId } from '../../core/shortId.ts';
import { actOn } from '../../memories/act.ts';
import { findMemory } from '../../memories/findMemory.ts';
import { whereToReview } from '../../memories/whoMay.ts';
import { MemoryChanges } from '../../memories/memoryChanges.ts';
import type { ChangedMemory } from '../../protocol/operations/memories/changedMemory.ts';
import { toMemoryRecord } from '../../recall/memoryRecords.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { OperationContext } from '../operation.ts';

export interface NamedMemory {
  readonly memory_id: string;
  /** Refuse when the memory has changed since. */
  readonly revision?: number | undefined;
}

/** Does one thing to one memory that a caller names. `details` says what it changes beyond the state. */
export async function changeOne(
  { memory_id, revision }: NamedMemory,
  action: Exclude<MemoryAction, 'accept' | 'reject'>,
  context: OperationContext,
  unit: UnitOfWork,
  details: (before: Memory) => Partial<Memory> | Promise<Partial<Memory>> = () => ({}),
): Promise<ChangedMemory> {
  const before = await findMemory(unit, memory_id);
  checkRevision(before, revision);
  const changes = new MemoryChanges(unit, context);
  const memory = await actOn(before, action, changes, () => details(before));
  changes.announce();
  const changed = changes.size > 0;
  const changeId = changed ? changes.groupId : '';
  return { memory: toMemoryRecord(memory, context.now), changeId, changed };
}

function checkRevision(memory: Memory, expected: number | undefined): void {
  if (expected === undefined || expected === memory.revision) return;
  throw new MemoryBridgeError(
    'conflict',
    `[${shortId(memory.id)}] has changed since you read it (revision ${memory.revision}, you have ${expected}). Read it again with get_memory and decide again.`,
    { details: { memoryId: memory.id, revision: memory.revision } },
  );
}

/** @param done As in "Pinned: [4f0c9a1b2d] …". */
export function sayChanged(done: string, { memory, changed }: ChangedMemory): string {
  if (changed && memory.quarantine)
    return `Proposed, not in force: ${nameOf(memory)}\nIt reads as an order to a model (${reasonsText(memory.quarantine)}), so it waits in the Inbox until a person accepts it: ${whereToReview}. Until then the memory holds as it was.`;
  if (changed) return `${done}: ${nameOf(memory)}`;
  return `Nothing to change: ${nameOf(memory)} is ${stateOf(memory)}.`;
}

function stateOf({ status, pinned, deletedAt }: Pick<Memory, 'status' | 'pinned' | 'deletedAt'>): string {
  return [deletedAt === null ? status : 'deleted', ...(pinned ? ['pinned'] : [])].join(' and ');
}
