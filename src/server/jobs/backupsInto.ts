import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../core/ports.ts';
import type { EmbeddedStore } from '../../store/ports/embeddedStore.ts';
import { uuidGenerator } from '../uuidGenerator.ts';
import type { BackupWorkerParts } from './backupWorker.ts';

/** Names sort by time; two backups within a millisecond are still two. */
export function backupsInto(folder: string, store: EmbeddedStore, clock: Clock): BackupWorkerParts {
  return {
    newName: () => {
      const stamp = new Date(clock.now()).toISOString().replaceAll(':', '-');
      return `memory-${stamp}-${uuidGenerator.next().slice(-6)}.db`;
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
  };
}
