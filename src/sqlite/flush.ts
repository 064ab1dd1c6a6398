import { open } from 'node:fs/promises';

/** On Node's thread pool: to write hundreds of megabytes to the disk must not stop the server. */
export async function flushFile(file: string, { mode }: { readonly mode?: number } = {}): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    if (mode !== undefined) await handle.chmod(mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** So that the names in it outlive the end of the computer. Windows has no such thing. */
export async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
