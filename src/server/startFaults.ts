import type { DataDirectory } from '../home/dataDirectory.ts';
import { MemoryBridgeError } from '../core/errors.ts';

const readOnly: ReadonlySet<string | undefined> = new Set(['EROFS', 'EACCES', 'EPERM']);
const full: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Why nothing can be written to a data folder, if that is what an error says; with the path and what to do. */
export function writeFault(error: unknown, directory: DataDirectory): MemoryBridgeError | undefined {
  const code = errnoOf(error);
  if (full.has(code))
    return new MemoryBridgeError(
      'disk_full',
      `There is no space left for ${pathOf(error) ?? directory.home} (${code}). Free some space, then start the memory server again.`,
      { cause: error },
    );
  if (readOnly.has(code))
    return new MemoryBridgeError(
      'read_only',
      `The data folder ${directory.home} cannot be written to (${code}, ${pathOf(error) ?? 'no file named'}). ` +
        `Correct its permissions or mount it writable, or name another one with --home.`,
      { cause: error },
    );
  return undefined;
}

/** The `errno` name, also of an error that another one has caused, or that SQLite has told. */
function errnoOf(error: unknown): string | undefined {
  if (MemoryBridgeError.is(error)) {
    const errno = error.details?.['errno'];
    return typeof errno === 'string' ? errno : errnoOf(error.cause);
  }
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function pathOf(error: unknown): string | undefined {
  if (MemoryBridgeError.is(error)) {
    const named = error.details?.['path'];
    return typeof named === 'string' ? named : pathOf(error.cause);
  }
  return error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : undefined;
}
