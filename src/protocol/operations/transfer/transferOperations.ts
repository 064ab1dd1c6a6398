import { exportMemoriesOperation } from './exportMemories.ts';

export const transferOperations = [exportMemoriesOperation] as const;
