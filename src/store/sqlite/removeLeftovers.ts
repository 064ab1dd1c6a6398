import path from 'node:path';
import { removeLeftWorkFolders } from '../../sqlite/workFolder.ts';
import { BackupFolder } from './backupFolder.ts';
import { removeFile } from './removeFile.ts';

/** Drafts that are given their name in the same breath. */
const drafts = ['memory.db.recovered', 'memory.db-wal.mended'];

/**
 * Removes copies of a database, or of parts of it, that processes have left which were killed. For its owner, before it
 * copies or purges anything. `live`: names of backups that are to be gone on with; `isAlive`: whether there is a process.
 */
export async function removeLeftovers(
  home: string,
  live: readonly string[],
  isAlive: (pid: number) => boolean,
): Promise<void> {
  await new BackupFolder(home).removeLeftovers(live);
  for (const name of drafts) await removeFile(path.join(home, name));
  await removeLeftWorkFolders(isAlive);
}
