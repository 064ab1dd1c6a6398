import { listLoopsOperation } from './listLoops.ts';

export const loopOperations = [listLoopsOperation] as const;
