import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { copyForeign } from '../../sqlite/copyForeign.ts';
import { makeWorkFolder } from '../../sqlite/workFolder.ts';

const fileName = 'memory.db';

/** A copy of the database of a folder that cannot be written to: opening one needs a log, recovering one writes. */
export interface ReadingCopy {
  readonly home: string;
  remove(): Promise<void>;
}

/** Of one moment, though the folder may be written to from elsewhere. Empty where there is no database yet. */
export async function makeReadingCopy(from: string): Promise<ReadingCopy> {
  const home = await makeWorkFolder('reading');
  const remove = () => rm(home, { recursive: true, force: true });
  const database = path.join(from, fileName);
  try {
    if (existsSync(database)) await copyForeign(database, path.join(home, fileName));
    return { home, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
