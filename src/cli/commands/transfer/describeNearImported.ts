import type { MemoryClient } from '../../../client/memoryClient.ts';
import { nameOf } from '../../../core/memory/memoryLine.ts';
import { memoriesCounted } from '../../../core/text/countOf.ts';
import { oneLine } from '../../../core/text/oneLine.ts';
import { getMemoryOperation } from '../../../protocol/operations/memories/getMemory.ts';
import type { ImportNearResult } from '../../../protocol/transferResults.ts';

/** What of an import is near to what was here before, with the command that shows it; nothing where nothing is. */
export async function describeNearImported(
  client: Pick<MemoryClient, 'call'>,
  { found, near }: ImportNearResult,
): Promise<string[]> {
  if (found === 0) return [];
  const ids = [...new Set(near.flatMap(({ memory, other }) => [memory, other]))];
  const { result } = await client.call(getMemoryOperation, { ids });
  const names = new Map(result.memories.map((memory) => [memory.id, nameOf(memory)]));
  const lines = near.flatMap(({ memory, other, opposition }) => {
    const [brought, known] = [names.get(memory), names.get(other)];
    // One of them may be gone by now.
    if (brought === undefined || known === undefined) return [];
    return [oneLine(`  ${brought} ${opposition === null ? 'looks like' : 'may contradict'} ${known}`)];
  });
  const more = found - near.length;
  return [
    `Near to what was here already: ${memoriesCounted(found)}. All of them are kept.`,
    ...lines,
    ...(more > 0 ? [`  and ${more} more`] : []),
    'Look at them: memory-bridge consolidate',
  ];
}
