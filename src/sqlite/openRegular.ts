import fs, { type BigIntStats, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { errnoOf, systemFiles } from './systemFiles.ts';

/** The name of a database leads to something else. */
export class NotRegular extends Error {
  /** As errors of the system have it: some paths of it keep nothing else. */
  readonly code = 'EINVAL';
  readonly path: string;
  /** What it is, e.g. `a named pipe`. */
  readonly what: string;

  constructor(file: string, what: string) {
    super(`${file} is ${what}`);
    this.path = file;
    this.what = what;
  }
}

/** Windows has neither such pipes nor the flag, which counts as 0 there. */
const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW } = fs.constants;

/**
 * Opens a file to be read, and nothing else under its name: opening a named pipe waits for somebody who writes to it, and
 * opening some devices has effects. Throws `NotRegular` and what the system says.
 */
export function openRegular(name: string): number {
  checkIsRegular(name, systemFiles.statSync(name));
  // Another one may be there by now.
  const descriptor = systemFiles.openSync(name, O_RDONLY | O_NONBLOCK);
  try {
    checkIsRegular(name, systemFiles.fstatSync(descriptor));
    return descriptor;
  } catch (error) {
    systemFiles.closeSync(descriptor);
    throw error;
  }
}

/** Undefined where there is none: what is no file holds nothing of a database. */
export function openRegularIfThere(name: string): number | undefined {
  try {
    return openRegular(name);
  } catch (error) {
    if (error instanceof NotRegular || errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The same for a file that has this very name: a link is none. */
export async function openItself(name: string): Promise<FileHandle> {
  let handle: FileHandle;
  try {
    handle = await open(name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
  } catch (error) {
    const code = errnoOf(error);
    throw code === 'ELOOP' || code === 'EMLINK' ? new NotRegular(name, 'a link') : error;
  }
  try {
    checkIsRegular(name, await handle.stat());
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function checkIsRegular(name: string, stat: Stats | BigIntStats): void {
  if (!stat.isFile()) throw new NotRegular(name, kindOf(stat));
}

function kindOf(stat: Stats | BigIntStats): string {
  if (stat.isDirectory()) return 'a folder';
  if (stat.isFIFO()) return 'a named pipe';
  return stat.isSocket() ? 'a socket' : 'a device';
}
