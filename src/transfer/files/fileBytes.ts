import { createReadStream, type ReadStream } from 'node:fs';
import { MemoryBridgeError } from '../../core/errors.ts';
import { NotRegular, openItself, openRegular } from '../../sqlite/openRegular.ts';

/** Bytes of a file that is read at once, while nothing else of it is in memory. */
const chunk = 256 * 1024;

/**
 * The bytes of a regular file, or some of them, as a stream that ends by itself. Throws `invalid_input` for what is none,
 * such as a named pipe, which would wait for a writer, and `not_found` where there is nothing.
 */
export function fileBytes(file: string, range: { start?: number; end?: number } = {}): ReadStream {
  try {
    return createReadStream(file, { fd: openRegular(file), highWaterMark: chunk, ...range });
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** The same of a file that has this very name, and so of no link that somebody has put there meanwhile. */
export async function ownFileBytes(file: string): Promise<ReadStream> {
  try {
    return (await openItself(file)).createReadStream({ highWaterMark: chunk });
  } catch (error) {
    throw unreadable(file, error);
  }
}

const unreadable = (file: string, error: unknown): MemoryBridgeError =>
  error instanceof NotRegular
    ? new MemoryBridgeError('invalid_input', `${file} is ${error.what}, and no file.`, { cause: error })
    : new MemoryBridgeError('not_found', `${file} cannot be read.`, { cause: error });
