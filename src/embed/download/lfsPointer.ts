import { open } from 'node:fs/promises';

/** Of a pointer there are three short lines; nothing as long as this is one. */
const longest = 1_024;
const firstLine = 'version https://git-lfs.github.com/spec/';

/** Whether a file only names a large file that a clone without Git LFS does not have. */
export async function isLfsPointer(file: string): Promise<boolean> {
  const handle = await open(file).catch(() => undefined);
  if (!handle) return false;
  try {
    if ((await handle.stat()).size >= longest) return false;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(firstLine.length), 0, firstLine.length, 0);
    return startsAsPointer(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

export function startsAsPointer(content: Uint8Array): boolean {
  return Buffer.from(content.subarray(0, firstLine.length)).toString('latin1') === firstLine;
}

/** For a person who has taken a pointer for the file itself. */
export const howToFetchLfs =
  'In the folder it comes from, run "git lfs pull", or download the file itself from the page of the model.';
