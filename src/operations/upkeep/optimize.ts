import type { Compaction } from '../../upkeep/compaction.ts';
import { optimizeOperation } from '../../protocol/operations/upkeep/optimize.ts';
import type { ControlOperation } from '../operation.ts';
import { sayCompacted } from './sayCompacted.ts';

export const createOptimize = (
  compaction: Pick<Compaction, 'optimize'>,
): ControlOperation<typeof optimizeOperation> => ({
  definition: optimizeOperation,
  run: async (_input, { actor }) => ({ ...(await compaction.optimize(actor)) }),
  render: sayCompacted('Merged the search indexes and packed the vectors'),
});
