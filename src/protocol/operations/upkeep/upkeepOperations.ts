import { applyConsolidationOperation } from './applyConsolidation.ts';
import { consolidateMemoryOperation } from './consolidateMemory.ts';
import { getConsolidationOperation } from './getConsolidation.ts';
import { runRetentionOperation } from './runRetention.ts';
import { upkeepLogOperation } from './upkeepLog.ts';

export const upkeepOperations = [
  runRetentionOperation,
  upkeepLogOperation,
  consolidateMemoryOperation,
  getConsolidationOperation,
  applyConsolidationOperation,
] as const;
