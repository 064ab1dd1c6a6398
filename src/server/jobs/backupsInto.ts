import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports.ts';
import type { Backups } from '../../store/ports/backups.ts';
import type { EmbeddedStore } from '../../store/ports/embeddedStore.ts';
import { uuidGenerator } from '../uuidGenerator.ts';
import type { BackupWorkerParts } from './backupWorker.ts';

/** How copies are looked through, and how many of those that nobody asked for are kept. */
export interface BackupCare {
  readonly backups: Pick<Backups, 'verify' | 'prune'>;
  readonly keep: () => number;
}

/** Names sort by time; two backups within a millisecond are still two. */
export function backupsInto(
  folder: string,
  store: EmbeddedStore,
  clock: Clock,
  care?: BackupCare,
): BackupWorkerParts {
  return {
    newName: (isDaily) => {
      const stamp = new Date(clock.now()).toISOString().replaceAll(':', '-');
      return `memory-${stamp}-${isDaily ? 'daily-' : ''}${uuidGenerator.next().slice(-6)}.db`;
    },
    pathOf: (name) => path.join(folder, name),
    copy: async (toPath, options) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return store.backup(toPath, options);
    },
    sizeOf: (file) =>
      stat(file).then(
        (info) => (info.isFile() ? info.size : undefined),
        () => undefined,
      ),
    ...(care && {
      verify: async (name: string, mark: string | undefined) => {
        const { fault, contents, path: file } = await care.backups.verify(name, mark);
        // Made anew it would have another name.
        if (fault !== null)
          throw new MemoryBridgeError('conflict', `The backup ${file} is no good: ${fault}`);
        return contents?.memories ?? 0;
      },
      prune: async () => void (await care.backups.prune(care.keep())),
    }),
  };
}
