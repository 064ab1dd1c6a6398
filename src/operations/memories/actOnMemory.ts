import type { updateActions } from '../../core/memory/memoryStates.ts';
import { shortId } from '../../core/shortId.ts';
import { unresolveBlockerOperation } from '../../protocol/operations/memories/unresolveBlocker.ts';
import { pinMemoryOperation } from '../../protocol/operations/memories/pinMemory.ts';
import { unpinMemoryOperation } from '../../protocol/operations/memories/unpinMemory.ts';
import { archiveMemoryOperation } from '../../protocol/operations/memories/archiveMemory.ts';
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
  action: (typeof updateActions)[number],
  done: string,
): MemoryAction<D> {
  return {
    definition,
    run: (input, context, unit) => changeOne(input, action, context, unit),
    render: (output) => sayChanged(done, output),
  };
}

export const unresolveBlocker = memoryAction(unresolveBlockerOperation, 'reopen', 'Reopened');
export const pinMemory = memoryAction(pinMemoryOperation, 'pin', 'Pinned');
export const unpinMemory = memoryAction(unpinMemoryOperation, 'unpin', 'Unpinned');
export const archiveMemory = memoryAction(archiveMemoryOperation, 'archive', 'Archived');
export const restoreMemory = memoryAction(restoreMemoryOperation, 'restore', 'Restored');

export const deleteMemory: MemoryAction<typeof deleteMemoryOperation> = {
  ...memoryAction(deleteMemoryOperation, 'delete', 'Deleted'),
  render(output) {
    const said = sayChanged('Deleted', output);
    return output.changed ? `${said}\nUndo with action restore, or undo ${shortId(output.changeId)}.` : said;
  },
};
