import { rm } from 'node:fs/promises';
import { errnoOf } from '../../sqlite/systemFiles.ts';

/** Removes a file, where there is one. A folder that has its name stays: it is nothing that we have made. */
export async function removeFile(file: string): Promise<void> {
  try {
    await rm(file, { force: true });
  } catch (error) {
    if (errnoOf(error) !== 'ERR_FS_EISDIR') throw error;
  }
}
