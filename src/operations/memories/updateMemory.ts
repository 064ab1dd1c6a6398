import { MemoryBridgeError } from '../../core/errors.ts';
import type { Memory } from '../../core/memory/memory.ts';
import { nameOf } from '../../core/memory/memoryLine.ts';
import { shortId } from '../../core/shortId.ts';
import { actOn } from '../../memories/act.ts';
import { editOf, resolvedWith } from '../../memories/editMemory.ts';
import { findMemory } from '../../memories/findMemory.ts';
import { MemoryChanges } from '../../memories/memoryChanges.ts';
import { trimMemoryText } from '../../memories/memoryWording.ts';
import { refuseSuccessor } from '../../memories/supersede.ts';
import type { ParsedInputOf } from '../../protocol/operation.ts';
import { updateMemoryOperation } from '../../protocol/operations/memories/updateMemory.ts';
import { toMemoryRecord } from '../../recall/memoryRecords.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { ChangeOperation, OperationContext } from '../operation.ts';

type Input = ParsedInputOf<typeof updateMemoryOperation>;

export const updateMemory: ChangeOperation<typeof updateMemoryOperation, Input> = {
  definition: updateMemoryOperation,

  prepare: async (input) => trimMemoryText(input),

  async run(_input, context, unit, input) {
    const before = await findMemory(unit, input.memory_id);
    checkRevision(before, input.revision);
    const changes = new MemoryChanges(unit, context);
    const memory = await actOn(before, input.action, changes, () => detailsOf(before, input, context, unit));
    changes.announce();
    const changed = changes.size > 0;
    const changeId = changed ? changes.groupId : '';
    return { memory: toMemoryRecord(memory, context.now), changeId, changed };
  },

  render({ memory, changed, changeId }, { action }) {
    if (!changed) return `Nothing to change: ${nameOf(memory)} is ${stateOf(memory)}.`;
    const text = `${done[action]}: ${nameOf(memory)}`;
    return action === 'delete' ? `${text}\nUndo with action restore, or undo ${shortId(changeId)}.` : text;
  },
};

const done: Readonly<Record<Input['action'], string>> = {
  edit: 'Edited',
  resolve: 'Resolved',
  reopen: 'Reopened',
  pin: 'Pinned',
  unpin: 'Unpinned',
  archive: 'Archived',
  restore: 'Restored',
  delete: 'Deleted',
  supersede: 'Superseded',
};

function stateOf({ status, pinned, deletedAt }: Pick<Memory, 'status' | 'pinned' | 'deletedAt'>): string {
  return [deletedAt === null ? status : 'deleted', ...(pinned ? ['pinned'] : [])].join(' and ');
}

function checkRevision(memory: Memory, expected: number | undefined): void {
  if (expected === undefined || expected === memory.revision) return;
  throw new MemoryBridgeError(
    'conflict',
    `[${shortId(memory.id)}] has changed since you read it (revision ${memory.revision}, you have ${expected}). Read it again with get_memory and decide again.`,
    { details: { memoryId: memory.id, revision: memory.revision } },
  );
}

/** What an action changes beyond the state. */
async function detailsOf(
  before: Memory,
  input: Input,
  context: OperationContext,
  unit: UnitOfWork,
): Promise<Partial<Memory>> {
  if (input.action === 'edit') return editOf(before, input, context);
  if (input.action === 'supersede') return { supersededBy: await successorOf(input, unit) };
  if (input.action === 'resolve' && input.note) return resolvedWith(before, input.note, context.actor);
  return {};
}

/** That no chain comes back to where it begins is the store's to see to, for every door alike. */
async function successorOf(input: Input, unit: UnitOfWork): Promise<string> {
  if (input.superseded_by === undefined)
    throw new MemoryBridgeError(
      'invalid_input',
      'superseded_by: is missing. Name the memory that replaces this one, or use archive.',
      { details: { field: 'superseded_by' } },
    );
  const successor = await findMemory(unit, input.superseded_by);
  refuseSuccessor(successor);
  return successor.id;
}
