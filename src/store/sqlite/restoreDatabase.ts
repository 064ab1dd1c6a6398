import { statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { MemoryBridgeError } from '../../core/errors.ts';
import { copyForeign } from '../../sqlite/copyForeign.ts';
import { openDatabase } from '../../sqlite/openDatabase.ts';
import { contentsOf } from './backupContents.ts';
import { BackupFolder } from './backupFolder.ts';
import { flushFolder } from '../../sqlite/flush.ts';
import { copyFlushed, flushCopy } from './copyFlushed.ts';
import { refuseNewer } from './migrate.ts';

export interface RestoreWish {
  /** The backup, as a whole path. */
  readonly from: string;
  /** Its mark when it was looked through, see `BackupContents`. */
  readonly mark: string;
  /** Name in the folder of the backups under which the present database is kept. */
  readonly kept: string;
}

/** Moments between which nothing on disk changes that would matter if the process ended. */
export const restoreSteps = ['begun', 'settled', 'copied', 'kept', 'cleared', 'replaced'] as const;
export type RestoreStep = (typeof restoreSteps)[number];

export interface RestoreOptions {
  /** Brings what an owner that was killed has left in the log into the database, and closes it in order. */
  readonly settle: () => Promise<void>;
  readonly onStep?: (step: RestoreStep) => void | Promise<void>;
}

/**
 * Puts a backup in the place of the database, which stays among the backups. Only for the owner of the folder, before it
 * opens the database. To be begun again after an end at any moment: then each step finds what is done. Until the last
 * rename the database is what it was; whatever is thrown, it still is.
 */
export async function restoreDatabase(
  home: string,
  { from, mark, kept }: RestoreWish,
  { settle, onStep = () => {} }: RestoreOptions,
): Promise<void> {
  const file = path.join(home, 'memory.db');
  const { path: backups } = new BackupFolder(home);
  const draft = `${file}.recovered`;
  await onStep('begun');
  if (sizeOf(`${file}-wal`) > 0) await settle();
  if (sizeOf(`${file}-wal`) > 0)
    throw new MemoryBridgeError(
      'unavailable',
      'The database was not closed properly and is being checked. Try again when that is done.',
    );
  await onStep('settled');
  await copyWhole(from, draft, mark);
  await onStep('copied');
  const keptFile = path.join(backups, kept);
  if (sizeOf(file) > 0 && sizeOf(keptFile) === 0) {
    const partial = `${keptFile}.partial`;
    await copyFlushed(file, partial);
    await rename(partial, keptFile);
    await flushFolder(backups);
  }
  await onStep('kept');
  // Empty by now, or of the database that goes.
  for (const suffix of ['-wal', '-journal', '-mark']) await rm(`${file}${suffix}`, { force: true });
  await onStep('cleared');
  await rename(draft, file);
  await flushFolder(home);
  await onStep('replaced');
}

/** One file without a log, and the very one that was looked through. */
async function copyWhole(from: string, draft: string, mark: string): Promise<void> {
  const remove = async () => {
    for (const suffix of ['', '-wal', '-journal']) await rm(`${draft}${suffix}`, { force: true });
  };
  await remove();
  try {
    await copyForeign(from, draft);
    const database = await openDatabase(draft);
    try {
      database.exec('PRAGMA locking_mode = EXCLUSIVE');
      const contents = contentsOf(database);
      refuseNewer(contents.schemaVersion);
      if (contents.mark !== mark)
        throw new MemoryBridgeError('conflict', `${from} is another file by now. Restore it again.`);
      database.all('PRAGMA wal_checkpoint(TRUNCATE)');
    } finally {
      database.close();
    }
    for (const suffix of ['-wal', '-journal']) await rm(`${draft}${suffix}`, { force: true });
    await flushCopy(draft);
  } catch (error) {
    await remove();
    // What the engine says names the copy.
    throw MemoryBridgeError.is(error, 'corrupt')
      ? new MemoryBridgeError('corrupt', `${from} is damaged.`, { cause: error })
      : error;
  }
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
