import type { updateActions } from '../../core/memory/memoryStates.ts';
import type { InputOf } from '../operation.ts';
import { editMemoryOperation } from '../operations/memories/editMemory.ts';
import { unresolveBlockerOperation } from '../operations/memories/unresolveBlocker.ts';
import { pinMemoryOperation } from '../operations/memories/pinMemory.ts';
import { unpinMemoryOperation } from '../operations/memories/unpinMemory.ts';
import { archiveMemoryOperation } from '../operations/memories/archiveMemory.ts';
import { restoreMemoryOperation } from '../operations/memories/restoreMemory.ts';
import { deleteMemoryOperation } from '../operations/memories/deleteMemory.ts';
import { resolveBlockerOperation } from '../operations/memories/resolveBlocker.ts';
import { supersedeMemoryOperation } from '../operations/memories/supersedeMemory.ts';

type UpdateAction = (typeof updateActions)[number];

/** The verb that does an action to one memory. */
export const verbOfAction = {
  edit: editMemoryOperation,
  resolve: resolveBlockerOperation,
  reopen: unresolveBlockerOperation,
  pin: pinMemoryOperation,
  unpin: unpinMemoryOperation,
  archive: archiveMemoryOperation,
  restore: restoreMemoryOperation,
  delete: deleteMemoryOperation,
  supersede: supersedeMemoryOperation,
} as const satisfies Record<UpdateAction, unknown>;

/** What can be said of an action besides the memory that it is done to. */
export type DetailsOf<A extends UpdateAction> = Omit<InputOf<(typeof verbOfAction)[A]>, 'memory_id'>;
