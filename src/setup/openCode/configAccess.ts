import { endOfLinks } from '../../home/endOfLinks.ts';
import { readWhole } from '../../home/wholeFile.ts';
import { access, constants, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { MemoryBridgeError } from '../../core/errors.ts';

const notAFile = 'A pipe or a device has the name of the file. Move it away';

/** Text of a configuration file, or null when there is none. */
export async function readConfig(file: string): Promise<string | null> {
  try {
    const text = readWhole(file) ?? null;
    // Only what is read without loss can be written and given back: this letter stands for bytes that were not.
    if (!text?.includes('\uFFFD') || Buffer.from(text).equals(await readFile(file))) return text;
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    const reason =
      code === 'EISDIR'
        ? 'A folder has the name of the file. Move it away'
        : code === 'ELOOP'
          ? 'The file is a link that leads in a circle. Correct the link'
          : code === 'EINVAL'
            ? notAFile
            : `It cannot be read (${code}). Look at its permissions`;
    throw new MemoryBridgeError('unavailable', `${reason} and try again: ${file}`, {
      cause: error,
      details: { path: file },
    });
  }
  throw new MemoryBridgeError(
    'invalid_input',
    `It is not written in UTF-8, which OpenCode reads, so it was left alone. Save it in UTF-8 and try again: ${file}`,
    { details: { path: file } },
  );
}

/**
 * Throws `read_only` when a configuration file may not be changed: asked before a person reads what would be written,
 * because a file that its owner has closed could be replaced nevertheless where its folder is open. Throws `unavailable`
 * for a link that leads to no place where a file could be.
 */
export async function assertWritable(file: string): Promise<void> {
  const target = endOfLinks(file);
  const info = await stat(target).catch(() => undefined);
  if (info && !info.isFile() && !info.isDirectory())
    throw new MemoryBridgeError('unavailable', `${notAFile} and try again: ${file}`, {
      details: { path: file },
    });
  if (info && !(await isWritable(target, 'file'))) throw readOnly(target, 'file');
  const folder = await nearestFolder(target);
  if (!(await isWritable(folder, 'folder'))) throw readOnly(folder, 'folder');
}

/** What the system said about a write, as something that a person can act on. */
export async function cannotWrite(file: string, error: unknown): Promise<MemoryBridgeError> {
  if (MemoryBridgeError.is(error)) return error;
  const { code = 'unknown error' } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new MemoryBridgeError(
      'disk_full',
      `The disk is full, so nothing was written. Make room and try again: ${file}`,
      { cause: error, details: { path: file } },
    );
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    const refused = await assertWritable(file).then(
      () => readOnly(file, 'file'),
      (reason: unknown) => reason as MemoryBridgeError,
    );
    return refused;
  }
  return new MemoryBridgeError(
    'unavailable',
    `It could not be written (${code}). Nothing was changed. Look at this file and try again: ${file}`,
    { cause: error, details: { path: file } },
  );
}

function readOnly(target: string, kind: 'file' | 'folder'): MemoryBridgeError {
  return new MemoryBridgeError(
    'read_only',
    `Read-only, so nothing was written. Make this ${kind} writable and try again: ${target}`,
    { details: { path: target } },
  );
}

/** The folder that a file would be made in, or the first one above it that is there. */
async function nearestFolder(file: string): Promise<string> {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const info = await stat(folder).catch(() => undefined);
    if (info?.isDirectory() || folder === path.dirname(folder)) return folder;
  }
}

/** One without any permission to write is meant to stay as it is, even where an administrator could write it. */
async function isWritable(target: string, kind: 'file' | 'folder'): Promise<boolean> {
  // On Windows this attribute of a folder means something else.
  const isMarked = kind === 'file' || process.platform !== 'win32';
  if (isMarked && ((await stat(target)).mode & 0o222) === 0) return false;
  return access(target, constants.W_OK).then(
    () => true,
    () => false,
  );
}
