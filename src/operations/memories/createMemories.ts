import type { memoryOperations } from '../../protocol/operations/memories/memoryOperations.ts';
import type { purgeOperation } from '../../protocol/operations/memories/purge.ts';
import type { Group, Operation } from '../operation.ts';
import type { ConfigPort } from '../ports.ts';
import { changeMemories } from './changeMemories.ts';
import { getMemory } from './getMemory.ts';
import { listMemories } from './listMemories.ts';
import { memoryHistory } from './memoryHistory.ts';
import { createRemember } from './remember.ts';
import { undo } from './undo.ts';
import { updateMemory } from './updateMemory.ts';

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
    memory_history: memoryHistory,
    update_memory: updateMemory,
    change_memories: changeMemories,
    undo,
    purge,
  };
}
