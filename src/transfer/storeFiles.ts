import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { ImportSource } from './incoming.ts';

/**
 * Names under which other systems keep their store in a folder of their own, the most telling first: in a folder with
 * several, only whose name comes first takes it for theirs.
 */
const storeNames = [
  'claude-mem.db',
  'sqlite_vec.db',
  'memories.json',
  'memories.jsonl.gz',
  'memories.jsonl',
  'memory.jsonl',
  'memory.json',
];
/** The file that is meant: itself, or that of the given names which is the store of a folder. */
export async function storeFileOf(
  { path: place, isFolder }: ImportSource,
  names: readonly string[],
): Promise<string | undefined> {
  if (!isFolder) return place;
  const entries = await readdir(place);
  const store = storeNames.find((name) => entries.includes(name));
  return store !== undefined && names.includes(store) ? path.join(place, store) : undefined;
}

/** Whether a folder is that of a store, of whichever system: then what else lies in it is not what is meant. */
export const isStoreFolder = (entries: readonly string[]): boolean =>
  [...storeNames, 'memory.db'].some((name) => entries.includes(name));
