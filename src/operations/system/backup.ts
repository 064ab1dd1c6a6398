import { oneLine } from '../../core/text/oneLine.ts';
import { backupOperation } from '../../protocol/operations/system/backup.ts';
import type { ControlOperation } from '../operation.ts';
import type { BackupPort } from '../ports.ts';

/** Copies outside of units of work: the copy reads in slices between them and would wait for its own forever. */
export function createBackup(port: BackupPort): ControlOperation<typeof backupOperation> {
  return {
    definition: backupOperation,
    run: () => port.backup(),
    render: ({ path, bytes }) => `Copied ${(bytes / 1_048_576).toFixed(1)} MB to ${oneLine(path)}`,
  };
}
