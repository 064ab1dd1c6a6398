import { recallOperation } from './recall.ts';
import { getContextOperation } from './getContext.ts';
import { getProactiveContextOperation } from './getProactiveContext.ts';
import { getBootContextOperation } from './getBootContext.ts';

export const recallOperations = [
  recallOperation,
  getContextOperation,
  getProactiveContextOperation,
  getBootContextOperation,
] as const;
