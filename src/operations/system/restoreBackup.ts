import { MemoryBridgeError } from '../../core/errors.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { isPerson } from '../../memories/provenance.ts';
import { restoreBackupOperation } from '../../protocol/operations/system/restoreBackup.ts';
import type { ControlOperation } from '../operation.ts';
import type { RestorePort } from '../ports.ts';
import { outsideNote } from '../../protocol/outsideNote.ts';
import { viewOfBackup, viewOfRestore } from '../shared/backupRecords.ts';

export function createRestoreBackup(desk: RestorePort): ControlOperation<typeof restoreBackupOperation> {
  return {
    definition: restoreBackupOperation,
    async run({ backup, dry_run: isDry, request_id: request }, { actor }) {
      if (!isDry && !isPerson(actor))
        throw new MemoryBridgeError(
          'forbidden',
          'Only a person can restore a backup, with "memory-bridge restore" at a terminal.',
        );
      const plan = await desk.plan(backup);
      const order = isDry ? undefined : await desk.begin(plan, request);
      return { ...plan, backup: viewOfBackup(plan.backup), restore: viewOfRestore(order) };
    },
    render({ backup, isOutside, memories, lost, gained, changed, restore }) {
      return oneLine(
        `${restore ? 'Restoring' : 'Would restore'} ${backup.name}: ${memories.after} memories for ${memories.now}; ` +
          `${lost} lost, ${gained} gained, ${changed} as they were before.` +
          (isOutside ? ` ${outsideNote}` : '') +
          (restore ? ` What is there now is kept as ${restore.kept}.` : ''),
      );
    },
  };
}
