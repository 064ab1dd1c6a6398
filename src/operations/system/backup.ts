import { oneLine } from '../../core/text/oneLine.ts';
import { backupOperation } from '../../protocol/operations/system/backup.ts';
import type { Operation } from '../operation.ts';
import type { BackupPort } from '../ports.ts';

/** Copies before the unit of work: the copy reads in slices between other units and would wait for its own forever. */
export function createBackup(
  port: BackupPort,
): Operation<typeof backupOperation, { path: string; bytes: number }> {
  return {
    definition: backupOperation,
    prepare: () => port.backup(),
    run: async (_input, _context, _unit, copied) => copied,
    render: ({ path, bytes }) => `Copied ${(bytes / 1_048_576).toFixed(1)} MB to ${oneLine(path)}`,
  };
}
