import { createWriteStream } from 'node:fs';
import { rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { MemoryBridgeError } from '../core/errors.ts';
import { errnoOf } from '../sqlite/systemFiles.ts';
import { makeWorkFolder } from '../sqlite/workFolder.ts';
import { fileBytes } from './files/fileBytes.ts';
import { inflated, mostInflated } from './files/inflated.ts';
import type { ImportReader, ImportSource } from './incoming.ts';

/** What gzip had packed, as a file of its own for as long as it is read. */
export interface UnpackedFile extends ImportSource {
  readonly remove: () => Promise<void>;
}

/**
 * Unpacks a file into a temporary folder, under its name without the ending and with its time: databases are read in no
 * other way. Throws `invalid_input` for what is damaged, longer than `most` bytes, or finds no room.
 */
export async function unpackGzip(file: string, most: number = mostInflated): Promise<UnpackedFile> {
  const folder = await makeWorkFolder('unpacked');
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const unpacked = path.join(folder, path.basename(withoutEnding(file)) || 'unpacked');
  try {
    await pipeline(inflated(fileBytes(file), 'gzip', most), createWriteStream(unpacked, { mode: 0o600 }));
    const { atime, mtime } = await stat(file);
    await utimes(unpacked, atime, mtime);
    return { path: unpacked, isFolder: false, remove };
  } catch (error) {
    await remove();
    if (errnoOf(error) !== 'ENOSPC') throw error;
    throw new MemoryBridgeError(
      'invalid_input',
      `${file} finds no room in ${tmpdir()} once it is unpacked. Unpack it elsewhere, and import that.`,
      { cause: error },
    );
  }
}

/** What reads an unpacked file, in terms of the one that somebody has named. */
export function unpackedReader(reader: ImportReader, file: string, unpacked: UnpackedFile): ImportReader {
  return {
    // The same store, packed or not, is known again.
    place: reader.place === unpacked.path ? withoutEnding(file) : reader.place,
    total: reader.total,
    form: `${reader.form}, packed with gzip`,
    async *items(after) {
      try {
        yield* reader.items(after);
      } catch (error) {
        throw inTermsOf(file, unpacked, error);
      }
    },
    fields: () => reader.fields(),
    close: async () => {
      await reader.close();
      await unpacked.remove();
    },
  };
}

/** Nobody knows the file that was made for a while. */
export function inTermsOf(file: string, unpacked: UnpackedFile, error: unknown): unknown {
  if (!MemoryBridgeError.is(error) || !error.message.includes(unpacked.path)) return error;
  return new MemoryBridgeError(error.code, error.message.replaceAll(unpacked.path, file), {
    cause: error,
    ...(error.details ? { details: error.details } : {}),
  });
}

const withoutEnding = (file: string): string => file.replace(/\.gz$/i, '');
