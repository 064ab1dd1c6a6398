import { recallOperation } from './recall.ts';
import { getContextOperation } from './getContext.ts';
import { getBootContextOperation } from './getBootContext.ts';

export const recallOperations = [recallOperation, getContextOperation, getBootContextOperation] as const;
