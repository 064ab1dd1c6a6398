import { MemoryBridgeError } from '../core/errors.ts';
import type { Memory } from '../core/memory/memory.ts';
import { parseIdReference, shortId } from '../core/shortId.ts';
import { oneLine } from '../core/text/oneLine.ts';
import type { ReadUnit } from '../store/ports/readUnit.ts';

/**
 * The memory that a caller means by a whole id or a tail of it, with or without the brackets of a line, or by what it is
 * called where it was imported from. Deleted ones count. Throws `invalid_input`, `not_found`, or `conflict` when several
 * could be meant.
 */
export async function findMemory(unit: ReadUnit, reference: string): Promise<Memory> {
  const named = reference.trim().replace(/^\[(.*)\]$/, '$1');
  const parsed = parseIdReference(named);
  const own = parsed && (await findOwn(unit, parsed, reference));
  const found = own ?? (await findByOrigin(unit, named));
  if (found) return found;
  if (!parsed)
    throw new MemoryBridgeError(
      'invalid_input',
      `"${reference}" is not the id of a memory. Ids are the ten hex digits that recall shows.`,
    );
  throw new MemoryBridgeError('not_found', `There is no memory "${reference}". Use recall to find its id.`);
}

async function findOwn(
  unit: ReadUnit,
  parsed: NonNullable<ReturnType<typeof parseIdReference>>,
  reference: string,
): Promise<Memory | undefined> {
  const ids = 'id' in parsed ? [parsed.id] : await unit.memories.findByTail(parsed.tail);
  if (ids.length > 1)
    throw new MemoryBridgeError(
      'conflict',
      `Several memories end in "${reference}": ${ids.map(shortId).join(', ')}. Give more digits.`,
    );
  return ids[0] === undefined ? undefined : unit.memories.get(ids[0]);
}

/** By the id that another system has for it. Two systems may have the same. */
async function findByOrigin(unit: ReadUnit, named: string): Promise<Memory | undefined> {
  const origins = await unit.origins.findByRef(named);
  const ids = [...new Set(origins.map(({ memory }) => memory))];
  if (ids.length > 1)
    throw new MemoryBridgeError(
      'conflict',
      `Several memories came here as "${named}": ${origins.map(({ memory, system }) => `${shortId(memory)} (${oneLine(system)})`).join(', ')}. Give one of these ids.`,
    );
  return ids[0] === undefined ? undefined : unit.memories.get(ids[0]);
}
