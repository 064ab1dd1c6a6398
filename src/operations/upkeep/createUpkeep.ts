import type { upkeepOperations } from '../../protocol/operations/upkeep/upkeepOperations.ts';
import type { Group } from '../operation.ts';
import type { ConfigPort } from '../ports.ts';
import { applyConsolidation } from './applyConsolidation.ts';
import { createConsolidateMemory } from './consolidateMemory.ts';
import { getConsolidation } from './getConsolidation.ts';
import type { Compaction } from '../../upkeep/compaction.ts';
import { createOptimize } from './optimize.ts';
import { createVacuum } from './vacuum.ts';
import { createRunRetention } from './runRetention.ts';
import { upkeepLog } from './upkeepLog.ts';

export interface UpkeepPorts {
  readonly config: Pick<ConfigPort, 'read'>;
  readonly compaction: Pick<Compaction, 'optimize' | 'vacuum'>;
}

/** What keeps the memory small, sound and of one mind. */
export function createUpkeep({ config, compaction }: UpkeepPorts): Group<typeof upkeepOperations> {
  return {
    run_retention: createRunRetention(config),
    upkeep_log: upkeepLog,
    consolidate_memory: createConsolidateMemory(config),
    get_consolidation: getConsolidation,
    apply_consolidation: applyConsolidation,
    optimize: createOptimize(compaction),
    vacuum: createVacuum(compaction),
  };
}
