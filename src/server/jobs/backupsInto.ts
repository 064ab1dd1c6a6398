import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../core/ports.ts';
import type { EmbeddedStore } from '../../store/ports/embeddedStore.ts';
import { uuidGenerator } from '../uuidGenerator.ts';
import type { BackupWorkerParts } from './backupWorker.ts';

/** Names sort by time; two backups within a millisecond are still two. */
export function backupsInto(folder: string, store: EmbeddedStore, clock: Clock): BackupWorkerParts {
  return {
    newPath: () => {
      const stamp = new Date(clock.now()).toISOString().replaceAll(':', '-');
      return path.join(folder, `memory-${stamp}-${uuidGenerator.next().slice(-6)}.db`);
    },
    copy: (toPath, options) => store.backup(toPath, options),
    sizeOf: (file) =>
      stat(file).then(
        ({ size }) => size,
        () => undefined,
      ),
  };
}
