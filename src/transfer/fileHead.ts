import { open, stat } from 'node:fs/promises';

const databaseMark = 'SQLite format 3\0';
const gzipMark = Buffer.from([0x1f, 0x8b]);

/** The first characters of a file; empty for what is none, which is not opened: to open a pipe would wait for ever. */
export const headOf = async (file: string, bytes: number): Promise<string> =>
  (await firstBytes(file, bytes)).toString('utf8');

/** Whether a file is a database of SQLite, told by how it begins. */
export const isDatabase = async (file: string): Promise<boolean> =>
  (await headOf(file, databaseMark.length)) === databaseMark;

/** Whether gzip has packed a file, told by how it begins and not by its name. */
export const isGzip = async (file: string): Promise<boolean> =>
  (await firstBytes(file, gzipMark.length)).equals(gzipMark);

async function firstBytes(file: string, bytes: number): Promise<Buffer> {
  const info = await stat(file).catch(() => undefined);
  if (!info?.isFile()) return Buffer.alloc(0);
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
