import type { loopOperations } from '../../protocol/operations/loops/loopOperations.ts';
import type { Group } from '../operation.ts';
import { loop } from './loop.ts';

export function createLoops(): Group<typeof loopOperations> {
  return { loop };
}
