import { constants } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DataDirectory } from '../home/dataDirectory.ts';

/** A copy of the database of a folder that cannot be written to: opening one needs a log, recovering one writes. */
export interface ReadingCopy {
  readonly home: string;
  remove(): Promise<void>;
}

export async function makeReadingCopy(directory: DataDirectory): Promise<ReadingCopy> {
  const home = await mkdtemp(path.join(tmpdir(), `memory-bridge-reading-${process.pid}-`));
  const remove = () => rm(home, { recursive: true, force: true });
  try {
    for (const suffix of ['', '-wal']) {
      const from = `${directory.database}${suffix}`;
      const to = path.join(home, `${path.basename(directory.database)}${suffix}`);
      await copyFile(from, to, constants.COPYFILE_FICLONE).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
    }
    return { home, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
