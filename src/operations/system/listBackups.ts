import { memoriesCounted } from '../../core/text/countOf.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { listBackupsOperation } from '../../protocol/operations/system/listBackups.ts';
import type { BackupRecord, Backups } from '../../store/ports/backups.ts';
import type { QueryOperation } from '../operation.ts';
import type { RestorePort } from '../ports.ts';
import { viewOfBackup, viewOfRestore } from '../shared/backupRecords.ts';

export function createListBackups(
  backups: Pick<Backups, 'list'>,
  restore: RestorePort,
): QueryOperation<typeof listBackupsOperation, BackupRecord[]> {
  return {
    definition: listBackupsOperation,
    prepare: () => backups.list(),
    run: async (_input, _context, _unit, records) => ({
      backups: records.map(viewOfBackup),
      restore: viewOfRestore(restore.last),
    }),
    render({ backups: all }) {
      if (all.length === 0) return 'There is no backup yet.';
      return all
        .map(({ name, bytes, memories, state, madeAt }) => {
          const holds = memories === null ? '' : `, ${memoriesCounted(memories)}`;
          return oneLine(
            `Backup ${name}: ${new Date(madeAt).toISOString()}, ${(bytes / 1_048_576).toFixed(1)} MB${holds}, ${state}`,
          );
        })
        .join('\n');
    },
  };
}
