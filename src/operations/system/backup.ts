import { backupOperation } from '../../protocol/operations/system/backup.ts';
import type { TaskOperation } from '../operation.ts';
import { sayStarted } from '../shared/jobRecords.ts';

/** One that is under way already is the one that is meant: a copy is as the database is at its end. */
export const backup: TaskOperation<typeof backupOperation> = {
  definition: backupOperation,
  start: () => ({ kind: 'backup', payload: null, project: null }),
  render: sayStarted('Backup'),
};
