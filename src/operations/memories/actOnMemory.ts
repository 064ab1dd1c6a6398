import { withArchiveReason } from '../../core/memory/archiveReason.ts';
import type { Memory } from '../../core/memory/memory.ts';
import type { MemoryAction as Action } from '../../core/memory/memoryStates.ts';
import { shortId } from '../../core/shortId.ts';
import { unresolveBlockerOperation } from '../../protocol/operations/memories/unresolveBlocker.ts';
import { clearReminderOperation } from '../../protocol/operations/memories/clearReminder.ts';
import { pinMemoryOperation } from '../../protocol/operations/memories/pinMemory.ts';
import { unpinMemoryOperation } from '../../protocol/operations/memories/unpinMemory.ts';
import { restoreMemoryOperation } from '../../protocol/operations/memories/restoreMemory.ts';
import { deleteMemoryOperation } from '../../protocol/operations/memories/deleteMemory.ts';
import type { OperationDefinition } from '../../protocol/operation.ts';
import type { ChangeOperation } from '../operation.ts';
import { changeOne, sayChanged } from './changeOne.ts';

/** A verb that changes the state of one memory and says nothing else. */
type MemoryActionDefinition = OperationDefinition<
  string,
  (typeof pinMemoryOperation)['input'],
  (typeof pinMemoryOperation)['output'],
  'change'
>;

type MemoryAction<D> = Omit<ChangeOperation<MemoryActionDefinition>, 'definition'> & {
  readonly definition: D;
};

function memoryAction<D extends MemoryActionDefinition>(
  definition: D,
  action: Exclude<Action, 'accept' | 'reject'>,
  done: string,
  details: (before: Memory) => Partial<Memory> = () => ({}),
): MemoryAction<D> {
  return {
    definition,
    run: (input, context, unit) => changeOne(input, action, context, unit, details),
    render: (output) => sayChanged(done, output),
  };
}

export const unresolveBlocker = memoryAction(unresolveBlockerOperation, 'reopen', 'Reopened');
export const clearReminder = memoryAction(clearReminderOperation, 'unremind', 'Reminder cleared');
export const pinMemory = memoryAction(pinMemoryOperation, 'pin', 'Pinned');
export const unpinMemory = memoryAction(unpinMemoryOperation, 'unpin', 'Unpinned');
/** What holds again was put away for no reason that still counts. */
export const restoreMemory = memoryAction(restoreMemoryOperation, 'restore', 'Restored', ({ metadata }) => ({
  metadata: withArchiveReason(metadata),
}));

export const deleteMemory: MemoryAction<typeof deleteMemoryOperation> = {
  ...memoryAction(deleteMemoryOperation, 'delete', 'Deleted'),
  render(output) {
    const said = sayChanged('Deleted', output);
    return output.changed ? `${said}\nUndo with action restore, or undo ${shortId(output.changeId)}.` : said;
  },
};
