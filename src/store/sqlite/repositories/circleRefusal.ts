import { MemoryBridgeError } from '../../../core/errors.ts';
import { shortId } from '../../../core/shortId.ts';

/** Why a memory cannot be superseded by another that leads back to it. `last` is the one that does. */
export function circleRefusal(id: string, successor: string, last: string): MemoryBridgeError {
  const [memory, next] = [`[${shortId(id)}]`, `[${shortId(successor)}]`];
  if (successor === id) return new MemoryBridgeError('conflict', `${memory} cannot be superseded by itself.`);
  const way = last === successor ? '' : `, by way of [${shortId(last)}]`;
  return new MemoryBridgeError(
    'conflict',
    `${memory} cannot be superseded by ${next}, because ${next} is superseded by ${memory}${way}. To turn them round, restore ${next} first.`,
    { details: { memoryId: id, supersededBy: successor } },
  );
}
