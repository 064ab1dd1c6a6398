import type { Compaction } from '../../upkeep/compaction.ts';
import { vacuumOperation } from '../../protocol/operations/upkeep/vacuum.ts';
import type { ControlOperation } from '../operation.ts';
import { sayCompacted } from './sayCompacted.ts';

export const createVacuum = (
  compaction: Pick<Compaction, 'vacuum'>,
): ControlOperation<typeof vacuumOperation> => ({
  definition: vacuumOperation,
  run: async (_input, { actor }) => ({ ...(await compaction.vacuum(actor)) }),
  render: sayCompacted('Rewrote the database file'),
});
