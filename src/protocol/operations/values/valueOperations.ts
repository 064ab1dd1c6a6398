import { kvDeleteOperation } from './kvDelete.ts';
import { kvGetOperation } from './kvGet.ts';
import { kvListOperation } from './kvList.ts';
import { kvSetOperation } from './kvSet.ts';

export const valueOperations = [kvSetOperation, kvGetOperation, kvListOperation, kvDeleteOperation] as const;
