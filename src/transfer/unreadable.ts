import { MemoryBridgeError } from '../core/errors.ts';

/** Runs what reads a file of another system; a damage is told as a fault of that file, with what to do. */
export async function asUnreadable<T>(file: string, title: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!MemoryBridgeError.is(error, 'corrupt')) throw error;
    throw new MemoryBridgeError(
      'invalid_input',
      `This database of ${title} is damaged, so it cannot be read to its end: ${file}. Make a sound copy with ` +
        `"sqlite3 ${file} .recover | sqlite3 copy.db", and import that.`,
      { cause: error, details: { path: file } },
    );
  }
}

/** A file that begins as one of a system, and is none that can be read. */
export function notItsShape(file: string, title: string, why: string, cause?: unknown): MemoryBridgeError {
  return new MemoryBridgeError(
    'invalid_input',
    `This is no whole file of ${title}: ${why}. Export it again, or import its database: ${file}`,
    { cause, details: { path: file } },
  );
}
