import { pipeline, type Readable } from 'node:stream';
import { createGunzip, createInflateRaw } from 'node:zlib';
import { MemoryBridgeError } from '../../core/errors.ts';

/** Bytes that may come out of one packed file: years of notes, and yet an end for one that was made to have none. */
export const mostInflated = 4 * 2 ** 30;

const packers = { gzip: createGunzip, deflate: createInflateRaw } as const;

/**
 * What is packed in a stream, piece by piece. Throws `invalid_input` for what is packed wrongly, ends early, or is longer
 * than `most` once it is unpacked.
 */
export async function* inflated(
  packed: Readable,
  packing: keyof typeof packers,
  most: number = mostInflated,
): AsyncGenerator<Buffer> {
  // What goes wrong on either side is thrown by the loop.
  const out = pipeline(packed, packers[packing](), () => undefined);
  let bytes = 0;
  try {
    for await (const chunk of out) {
      bytes += (chunk as Buffer).length;
      if (bytes > most)
        throw new MemoryBridgeError(
          'invalid_input',
          `The file is longer than ${most} bytes once it is unpacked.`,
        );
      yield chunk as Buffer;
    }
  } catch (error) {
    if (MemoryBridgeError.is(error)) throw error;
    throw new MemoryBridgeError(
      'invalid_input',
      'The file is damaged: what is packed in it ends early or wrongly.',
      {
        cause: error,
      },
    );
  }
}
