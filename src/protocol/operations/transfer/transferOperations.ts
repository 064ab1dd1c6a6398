import { exportMemoriesOperation } from './exportMemories.ts';
import { importMemoriesOperation } from './importMemories.ts';
import { undoImportOperation } from './undoImport.ts';

export const transferOperations = [
  exportMemoriesOperation,
  importMemoriesOperation,
  undoImportOperation,
] as const;
