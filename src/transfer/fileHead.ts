import { open, stat } from 'node:fs/promises';

const databaseMark = 'SQLite format 3\0';

/** The first characters of a file; empty for what is none, which is not opened: to open a pipe would wait for ever. */
export async function headOf(file: string, bytes: number): Promise<string> {
  const info = await stat(file).catch(() => undefined);
  if (!info?.isFile()) return '';
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Whether a file is a database of SQLite, told by how it begins. */
export const isDatabase = async (file: string): Promise<boolean> =>
  (await headOf(file, databaseMark.length)) === databaseMark;
