import { listLoopsOperation } from '../../protocol/operations/loops/listLoops.ts';
import type { QueryOperation } from '../operation.ts';
import { counted } from '../shared/rendering.ts';

/** This version starts no loops, so none can be running. */
export const listLoops: QueryOperation<typeof listLoopsOperation> = {
  definition: listLoopsOperation,
  run: async () => ({ loops: [] }),
  render: ({ loops }) =>
    loops.length === 0 ? 'No loops are running.' : `${counted(loops.length, 'loop')} running.`,
};
