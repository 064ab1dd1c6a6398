import type { BackupRecordView, BackupSummary, RestoreView } from '../../protocol/backupRecord.ts';
import type { RestoreState } from '../ports.ts';
import type { BackupRecord } from '../../store/ports/backups.ts';

/** Without the mark, which only says something to who compares. */
export function viewOfBackup({ contents, ...record }: BackupRecord): BackupRecordView {
  return {
    ...record,
    memories: contents?.memories ?? null,
    newestChange: contents?.newestChange ?? null,
    schemaVersion: contents?.schemaVersion ?? null,
  };
}

export function viewOfRestore(restore: RestoreState | undefined): RestoreView | null {
  if (!restore) return null;
  const { id, kept, askedAt, state, error } = restore;
  return { id, kept, askedAt, state, error };
}

/** What was rescued is a copy of what was there, damage and all, so that it is no backup that anybody counts on. */
export function summaryOfBackups(records: readonly BackupRecord[]): BackupSummary {
  const views = records.filter(({ origin }) => origin !== 'rescued').map(viewOfBackup);
  return {
    count: views.length,
    bytes: views.reduce((sum, { bytes }) => sum + bytes, 0),
    newest: views.find(({ state }) => state === 'verified') ?? null,
    damaged: views.filter(({ state }) => state === 'damaged'),
  };
}
