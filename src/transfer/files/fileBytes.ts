import { createReadStream, type ReadStream } from 'node:fs';
import { MemoryBridgeError } from '../../core/errors.ts';
import { NotRegular, openRegular } from '../../sqlite/openRegular.ts';

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
    if (error instanceof NotRegular)
      throw new MemoryBridgeError('invalid_input', `${file} is ${error.what}, and no file.`, {
        cause: error,
      });
    throw new MemoryBridgeError('not_found', `${file} cannot be read.`, { cause: error });
  }
}
