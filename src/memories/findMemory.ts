import { MemoryBridgeError } from '../core/errors.ts';
import type { Memory } from '../core/memory/memory.ts';
import { parseIdReference, shortId } from '../core/shortId.ts';
import type { ReadUnit } from '../store/ports/readUnit.ts';

/**
 * The memory that a caller means by a whole id or a tail of it, with or without the brackets of a line. Deleted ones
 * count. Throws `invalid_input`, `not_found`, or `conflict` when several end alike.
 */
export async function findMemory(unit: ReadUnit, reference: string): Promise<Memory> {
  const parsed = parseIdReference(reference.trim().replace(/^\[(.*)\]$/, '$1'));
  if (!parsed)
    throw new MemoryBridgeError(
      'invalid_input',
      `"${reference}" is not the id of a memory. Ids are the ten hex digits that recall shows.`,
    );
  const ids = 'id' in parsed ? [parsed.id] : await unit.memories.findByTail(parsed.tail);
  if (ids.length > 1)
    throw new MemoryBridgeError(
      'conflict',
      `Several memories end in "${reference}": ${ids.map(shortId).join(', ')}. Give more digits.`,
    );
  const memory = ids[0] === undefined ? undefined : await unit.memories.get(ids[0]);
  if (!memory)
    throw new MemoryBridgeError('not_found', `There is no memory "${reference}". Use recall to find its id.`);
  return memory;
}
