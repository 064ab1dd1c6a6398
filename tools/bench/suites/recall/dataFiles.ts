import { readdir } from 'node:fs/promises';
import path from 'node:path';

export interface DataFile {
  readonly file: string;
  /** Without its ending. */
  readonly name: string;
}

/** What was written for this project; its README tells what is in which file. */
export const ownData = (root: string): string => path.join(root, 'tools/bench/data');

/** Files of the data folder whose names match, by name; none without a folder. */
export async function dataFiles(folder: string | undefined, pattern: RegExp): Promise<DataFile[]> {
  if (folder === undefined) return [];
  const names = await readdir(folder);
  return names
    .filter((name) => pattern.test(name))
    .toSorted()
    .map((name) => ({ file: path.join(folder, name), name: path.parse(name).name }));
}
