import { randomBytes } from 'node:crypto';
import { mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Replaces a file in one step: whoever reads it sees the old text or the new one, never a half. A symbolic link stays
 * one and its target is replaced; the mode of an existing file is kept.
 */
export async function rewriteFile(file: string, content: string | Uint8Array, mode?: number): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const target = await realpath(file).catch(() => file);
  const kept = mode ?? (await stat(target).catch(() => undefined))?.mode;
  const temporary = `${target}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx', kept === undefined ? 0o666 : kept & 0o777);
    try {
      await handle.writeFile(content);
      if (kept !== undefined) await handle.chmod(kept & 0o777);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
