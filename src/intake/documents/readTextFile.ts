import { MemoryBridgeError } from '../../core/errors.ts';
import { NotRegular, openItself } from '../../sqlite/openRegular.ts';

/** Bytes of a file that is read: a document that people read is shorter. */
export const longestFile = 2 * 1024 * 1024;

export interface TextFile {
  readonly text: string;
  /** ms */
  readonly changedAt: number;
}

/**
 * The text of a file and of nothing else under its name: opening a pipe would wait for a writer, and a link may lead
 * anywhere. Throws `not_found`, and `invalid_input` with why it is not read.
 */
export async function readTextFile(file: string): Promise<TextFile> {
  let handle;
  try {
    handle = await openItself(file);
  } catch (error) {
    throw unreadable(file, error);
  }
  try {
    const stat = await handle.stat();
    if (stat.size > longestFile)
      throw notText(file, `it is larger than ${longestFile / 1024 / 1024} MB; split it`);
    const bytes = await handle.readFile();
    if (bytes.includes(0)) throw notText(file, 'it is no text');
    return { text: decode(file, bytes), changedAt: Math.round(stat.mtimeMs) };
  } finally {
    await handle.close();
  }
}

function decode(file: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw notText(file, 'it is not written in UTF-8');
  }
}

function unreadable(file: string, error: unknown): MemoryBridgeError {
  if (error instanceof NotRegular) return notText(file, `it is ${error.what}`);
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  if (code === 'ENOENT')
    return new MemoryBridgeError('not_found', `There is no file ${file}.`, { cause: error });
  return notText(file, `the system says ${code}`);
}

const notText = (file: string, why: string): MemoryBridgeError =>
  new MemoryBridgeError('invalid_input', `${file} is not read: ${why}.`);
