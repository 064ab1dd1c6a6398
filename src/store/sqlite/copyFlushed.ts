import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { flushFile } from '../../sqlite/flush.ts';

/** Copies a file, ours alone to read, and returns when the copy is on disk. Makes the folder where it is missing. */
export async function copyFlushed(from: string, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true, mode: 0o700 });
  await copyFile(from, to);
  await flushCopy(to);
}

export const flushCopy = (file: string): Promise<void> => flushFile(file, { mode: 0o600 });
