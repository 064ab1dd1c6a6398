import { chmodSync, statSync } from 'node:fs';
import path from 'node:path';
import type { DataDirectory } from '../home/dataDirectory.ts';

/**
 * Takes from others what they may do with the files of a data folder, as somebody's `chmod` or a copy left them. The
 * folder itself is closed too, but whoever had a file open before has read it. Returns the names of the closed files.
 */
export function closeToOthers(directory: DataDirectory): string[] {
  if (process.platform === 'win32') return [];
  const { tokenFile, previousTokenFile, configFile, lastConfigFile, serverFile, ownerFile, database } =
    directory;
  const files = [
    tokenFile,
    previousTokenFile,
    configFile,
    lastConfigFile,
    serverFile,
    ownerFile,
    database,
    `${database}-wal`,
  ];
  return files
    .filter((file) => {
      const stat = statSync(file, { throwIfNoEntry: false });
      if (!stat || (stat.mode & 0o077) === 0) return false;
      chmodSync(file, stat.mode & 0o700);
      return true;
    })
    .map((file) => path.basename(file));
}

/** What a person has to know of it; undefined when none of the files gives anything away. */
export function closedNotice(closed: readonly string[]): string | undefined {
  if (closed.length === 0) return undefined;
  const isToken = closed.some((name) => name.startsWith('token'));
  const advice = isToken
    ? ' Anyone who has read the token can read and change every memory. If that may have happened, run: memory-bridge token rotate --now'
    : '';
  return `Other users of this computer could read ${closed.join(', ')}. They no longer can.${advice}`;
}
