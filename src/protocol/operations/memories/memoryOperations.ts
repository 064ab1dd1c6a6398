import { cleanupOperation } from './cleanup.ts';
import { changeMemoriesOperation } from './changeMemories.ts';
import { editMemoryOperation } from './editMemory.ts';
import { getMemoryOperation } from './getMemory.ts';
import { listMemoriesOperation } from './listMemories.ts';
import { unresolveBlockerOperation } from './unresolveBlocker.ts';
import { pinMemoryOperation } from './pinMemory.ts';
import { unpinMemoryOperation } from './unpinMemory.ts';
import { archiveMemoryOperation } from './archiveMemory.ts';
import { restoreMemoryOperation } from './restoreMemory.ts';
import { deleteMemoryOperation } from './deleteMemory.ts';
import { getHistoryOperation } from './getHistory.ts';
import { purgeOperation } from './purge.ts';
import { rememberOperation } from './remember.ts';
import { resolveBlockerOperation } from './resolveBlocker.ts';
import { supersedeMemoryOperation } from './supersedeMemory.ts';
import { undoOperation } from './undo.ts';

export const memoryOperations = [
  rememberOperation,
  getMemoryOperation,
  listMemoriesOperation,
  getHistoryOperation,
  editMemoryOperation,
  resolveBlockerOperation,
  unresolveBlockerOperation,
  pinMemoryOperation,
  unpinMemoryOperation,
  archiveMemoryOperation,
  restoreMemoryOperation,
  deleteMemoryOperation,
  supersedeMemoryOperation,
  changeMemoriesOperation,
  undoOperation,
  cleanupOperation,
  purgeOperation,
] as const;
