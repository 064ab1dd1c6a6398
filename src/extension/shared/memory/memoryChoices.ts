import type { MemoryClient } from '../../../client/memoryClient.ts';
import type { Category, Status } from '../../../core/memory/memory.ts';
import type { MemoryRecord } from '../../../protocol/memoryRecord.ts';
import { getMemoryOperation } from '../../../protocol/operations/memories/getMemory.ts';
import { listMemoriesOperation } from '../../../protocol/operations/memories/listMemories.ts';
import { recallOperation } from '../../../protocol/operations/recall/recall.ts';

/** What a command can be done to. */
export interface ChoiceFilter {
  readonly status: Status[];
  readonly category?: Category;
  readonly accepts?: (memory: MemoryRecord) => boolean;
}

/** The longest text that a list can be asked for. */
const longestText = 200;
const listed = 200;
const recalled = 50;

/**
 * Memories to choose from, however old: the newest while nothing is typed, else what the server recalls, and after that
 * what contains the words.
 */
export async function memoryChoices(
  client: MemoryClient,
  query: string,
  { status, category, accepts = () => true }: ChoiceFilter,
  { project, signal }: { readonly project: string | undefined; readonly signal: AbortSignal },
): Promise<MemoryRecord[]> {
  const where = project === undefined ? {} : { project };
  const filter = { ...where, ...(category === undefined ? {} : { category }) };
  const call = { ...where, signal };
  const list = async (text: string) => {
    const input = { ...filter, status, limit: listed, ...(text === '' ? {} : { text }) };
    return (await client.call(listMemoriesOperation, input, call)).result.memories;
  };
  if (query === '') return (await list('')).filter(accepts);
  const recall = async () => {
    const input = { ...filter, query, limit: recalled, include_inactive: true };
    const { result } = await client.call(recallOperation, input, call);
    const ids = result.memories.filter((each) => status.includes(each.status)).map(({ id }) => id);
    return ids.length === 0 ? [] : (await client.call(getMemoryOperation, { ids }, call)).result.memories;
  };
  const [found, containing] = await Promise.all([recall(), list(query.slice(0, longestText))]);
  const all = new Map([...found, ...containing].map((memory) => [memory.id, memory]));
  return [...all.values()].filter((memory) => status.includes(memory.status) && accepts(memory));
}
