import { readlinkSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { MemoryBridgeError } from '../core/errors.ts';
import { isErrno } from './errno.ts';

/** As many as systems follow. */
const mostLinks = 40;

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
