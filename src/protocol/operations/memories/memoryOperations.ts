import { rememberOperation } from './remember.ts';
import { getMemoryOperation } from './getMemory.ts';
import { listMemoriesOperation } from './listMemories.ts';
import { memoryHistoryOperation } from './memoryHistory.ts';
import { updateMemoryOperation } from './updateMemory.ts';
import { changeMemoriesOperation } from './changeMemories.ts';
import { undoOperation } from './undo.ts';
import { purgeOperation } from './purge.ts';

export const memoryOperations = [
  rememberOperation,
  getMemoryOperation,
  listMemoriesOperation,
  memoryHistoryOperation,
  updateMemoryOperation,
  changeMemoriesOperation,
  undoOperation,
  purgeOperation,
] as const;
