import { applyConsolidationOperation } from './applyConsolidation.ts';
import { consolidateMemoryOperation } from './consolidateMemory.ts';
import { getConsolidationOperation } from './getConsolidation.ts';
import { optimizeOperation } from './optimize.ts';
import { runRetentionOperation } from './runRetention.ts';
import { upkeepLogOperation } from './upkeepLog.ts';
import { vacuumOperation } from './vacuum.ts';

export const upkeepOperations = [
  runRetentionOperation,
  upkeepLogOperation,
  consolidateMemoryOperation,
  getConsolidationOperation,
  applyConsolidationOperation,
  optimizeOperation,
  vacuumOperation,
] as const;
