import { runRetentionOperation } from './runRetention.ts';
import { upkeepLogOperation } from './upkeepLog.ts';

export const upkeepOperations = [runRetentionOperation, upkeepLogOperation] as const;
