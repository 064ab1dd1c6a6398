import { copyFile, mkdir, open } from 'node:fs/promises';
import path from 'node:path';

/** Copies a file, ours alone to read, and returns when the copy is on disk. Makes the folder where it is missing. */
export async function copyFlushed(from: string, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true, mode: 0o700 });
  await copyFile(from, to);
  await flushCopy(to);
}

export async function flushCopy(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.chmod(0o600);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** So that the names in it outlive the end of the computer. */
export async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
