import type { memoryOperations } from '../../protocol/operations/memories/memoryOperations.ts';
import type { purgeOperation } from '../../protocol/operations/memories/purge.ts';
import type { Group, Operation } from '../operation.ts';
import type { ConfigPort } from '../ports.ts';
import { cleanup } from './cleanup.ts';
import { changeMemories } from './changeMemories.ts';
import { editMemory } from './editMemory.ts';
import { getMemory } from './getMemory.ts';
import { listMemories } from './listMemories.ts';
import {
  archiveMemory,
  deleteMemory,
  pinMemory,
  unresolveBlocker,
  restoreMemory,
  unpinMemory,
} from './actOnMemory.ts';
import { getHistory } from './getHistory.ts';
import { createRemember } from './remember.ts';
import { resolveBlocker } from './resolveBlocker.ts';
import { supersedeMemory } from './supersedeMemory.ts';
import { undo } from './undo.ts';

export interface MemoriesPorts {
  readonly config: Pick<ConfigPort, 'read'>;
  /** Made elsewhere, because it goes on at a start. */
  readonly purge: Operation<typeof purgeOperation>;
}

export function createMemories({ config, purge }: MemoriesPorts): Group<typeof memoryOperations> {
  return {
    remember: createRemember(config),
    get_memory: getMemory,
    list_memories: listMemories,
    get_history: getHistory,
    edit_memory: editMemory,
    resolve_blocker: resolveBlocker,
    unresolve_blocker: unresolveBlocker,
    pin_memory: pinMemory,
    unpin_memory: unpinMemory,
    archive_memory: archiveMemory,
    restore_memory: restoreMemory,
    delete_memory: deleteMemory,
    supersede_memory: supersedeMemory,
    change_memories: changeMemories,
    undo,
    cleanup_memories: cleanup,
    purge,
  };
}
