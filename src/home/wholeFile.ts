import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { MemoryBridgeError } from '../core/errors.ts';
import { endOfLinks } from './endOfLinks.ts';
import { isErrno } from './errno.ts';
import { removeOldDrafts } from './oldDrafts.ts';

export interface WriteOptions {
  /** Permissions. Those of the file that is replaced are kept where none are named, and a new one has what is usual. */
  readonly mode?: number;
  /** False for what means nothing after a loss of power, so that nobody waits for a disk. */
  readonly durable?: boolean;
}

/**
 * A file's text, or undefined when there is no such file. A device, by which people switch a file off, has none; a pipe is
 * an error, for to open it would wait for ever.
 */
export function readWhole(file: string): string | undefined {
  try {
    const info = statSync(file);
    if (info.isCharacterDevice()) return '';
    if (!info.isFile() && !info.isDirectory())
      throw Object.assign(new Error(`EINVAL: neither file nor folder, read '${file}'`), { code: 'EINVAL' });
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

/**
 * Replaces a file in one step: whoever reads it sees the old text or the new one, never a half, after a crash too. A
 * symbolic link stays one and its target is replaced. Makes the folder where it is missing.
 */
export function writeWhole(file: string, content: string | Uint8Array, options: WriteOptions = {}): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const target = endOfLinks(file);
  const before = statSync(target, { throwIfNoEntry: false });
  if (before && !before.isFile() && !before.isDirectory())
    throw new MemoryBridgeError(
      'unavailable',
      `A pipe or a device has the name of the file, so nothing was written. Move it away and try again: ${file}`,
      { details: { path: file } },
    );
  const mode = options.mode ?? (before && before.mode & 0o777);
  const draft = writeDraft(target, content, { ...options, mode, owner: before });
  try {
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/**
 * Creates `file` with its whole content, readable by its owner alone, or not at all: of several processes that try at
 * once one wins, and nobody ever reads half a file. Returns false when the file was there already.
 */
export function createWhole(file: string, content: string): boolean {
  const draft = writeDraft(file, content, { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    return createWithoutLinks(file, content);
  } finally {
    rmSync(draft, { force: true });
  }
}

interface DraftOptions {
  readonly mode: number | undefined;
  /** Of the file that is replaced. */
  readonly owner?: Owner | undefined;
  readonly durable?: boolean;
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

function writeDraft(
  file: string,
  content: string | Uint8Array,
  { mode, owner, durable = true }: DraftOptions,
): string {
  removeOldDrafts(file);
  const draft = `${file}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`;
  const handle = openSync(draft, 'wx', mode ?? 0o666);
  try {
    writeFileSync(handle, content);
    if (owner) giveTo(handle, owner);
    // The mask of the process has no say in what was there before.
    if (mode !== undefined) fchmodSync(handle, mode);
    if (durable) fsyncSync(handle);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  } finally {
    closeSync(handle);
  }
  return draft;
}

/**
 * A file stays its owner's when an administrator writes it. Where nobody else may say whose it is, at least the group is
 * kept, or neither.
 */
function giveTo(handle: number, { uid, gid }: Owner): void {
  const draft = fstatSync(handle);
  if (draft.uid === uid && draft.gid === gid) return;
  for (const owner of [uid, draft.uid])
    try {
      return fchownSync(handle, owner, gid);
    } catch {
      // What it says matters to nobody: the text is what is to be kept.
    }
}

/** Some file systems (FAT, some network shares) have no hard links; exclusive creation they do have. */
function createWithoutLinks(file: string, content: string): boolean {
  try {
    writeFileSync(file, content, { flag: 'wx', mode: 0o600, flush: true });
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    throw error;
  }
}
