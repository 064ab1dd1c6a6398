import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { MemoryBridgeError } from '../core/errors.ts';

/** As many as systems follow. */
const mostLinks = 40;

export interface WriteOptions {
  /** Permissions. Those of the file that is replaced are kept where none are named, and a new one has what is usual. */
  readonly mode?: number;
  /** False for what means nothing after a loss of power, so that nobody waits for a disk. */
  readonly durable?: boolean;
}

/** A file's text, or undefined when there is no such file. */
export function readWhole(file: string): string | undefined {
  try {
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
  const draft = writeDraft(target, content, { ...options, mode: options.mode ?? modeOf(target) });
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

export function isErrno(error: unknown, ...codes: string[]): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

function writeDraft(
  file: string,
  content: string | Uint8Array,
  { mode, durable = true }: { mode: number | undefined; durable?: boolean },
): string {
  const draft = `${file}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`;
  const handle = openSync(draft, 'wx', mode ?? 0o666);
  try {
    writeFileSync(handle, content);
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

/**
 * The file that a write replaces or makes: where all links lead, also when nothing is there yet. Throws `unavailable`, and
 * says what to do, for links that lead in a circle or into a folder that is not there, which whoever keeps files
 * elsewhere may have unmounted.
 */
export function endOfLinks(file: string): string {
  try {
    return realpathSync(file);
  } catch (error) {
    if (linkAt(file) === undefined) return file;
    if (isErrno(error, 'ELOOP')) throw circle(file, error);
    if (!isErrno(error, 'ENOENT', 'ENOTDIR')) throw cannotFollow(file, error);
  }
  let end = file;
  for (let step = 0; step < mostLinks; step += 1) {
    const to = linkAt(end);
    if (to === undefined) return end;
    // Not normalized: ".." behind a link to a folder leads out of what that is a link to.
    const next = path.isAbsolute(to) ? to : `${path.dirname(end)}${path.sep}${to}`;
    end = path.join(realFolder(path.dirname(next)), path.basename(next));
  }
  throw circle(file);
}

function linkAt(file: string): string | undefined {
  try {
    return readlinkSync(file);
  } catch {
    return undefined;
  }
}

function realFolder(folder: string): string {
  try {
    const real = realpathSync.native(folder);
    if (statSync(real).isDirectory()) return real;
  } catch (error) {
    if (!isErrno(error, 'ENOENT', 'ENOTDIR')) throw cannotFollow(folder, error);
  }
  throw new MemoryBridgeError(
    'unavailable',
    `The file is a link into a folder that is not there, so nothing was written. Make this folder and try again: ${folder}`,
    { details: { path: folder } },
  );
}

const circle = (file: string, cause?: unknown): MemoryBridgeError =>
  new MemoryBridgeError(
    'unavailable',
    `The file is a link that leads in a circle, so nothing was written. Correct the link and try again: ${file}`,
    { cause, details: { path: file } },
  );

const cannotFollow = (place: string, cause: unknown): MemoryBridgeError =>
  new MemoryBridgeError(
    'unavailable',
    `The file is a link that cannot be followed (${(cause as NodeJS.ErrnoException).code}), so nothing was written. Correct the link and try again: ${place}`,
    { cause, details: { path: place } },
  );

function modeOf(file: string): number | undefined {
  try {
    return statSync(file).mode & 0o777;
  } catch {
    return undefined;
  }
}
