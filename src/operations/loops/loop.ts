import { loopOperation } from '../../protocol/operations/loops/loop.ts';
import type { Operation } from '../operation.ts';
import { counted } from '../shared/rendering.ts';

/** This version starts no loops, so none can be running. */
export const loop: Operation<typeof loopOperation> = {
  definition: loopOperation,
  run: async () => ({ loops: [] }),
  render: ({ loops }) =>
    loops.length === 0 ? 'No loops are running.' : `${counted(loops.length, 'loop')} running.`,
};
