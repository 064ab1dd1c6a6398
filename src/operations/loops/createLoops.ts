import type { loopOperations } from '../../protocol/operations/loops/loopOperations.ts';
import type { Group } from '../operation.ts';
import { listLoops } from './listLoops.ts';

export function createLoops(): Group<typeof loopOperations> {
  return { list_loops: listLoops };
}
