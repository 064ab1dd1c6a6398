import { closeSync, constants, fsyncSync, openSync, writeFileSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from '../../../core/ports.ts';
import type { BackupFolder } from '../backupFolder.ts';
import { errnoOf } from '../../../sqlite/systemFiles.ts';
import { type LogReading, readLog } from './readLog.ts';

export interface LogFaults {
  /** The last process did not close the database: what is in it has to be looked through. */
  readonly isUnclean: boolean;
  readonly damage: LogReading['damage'];
  readonly lostCommits: number;
  /** Where the files lie as they were found; undefined when nothing was wrong with the log. */
  readonly keptIn?: string;
}

/** There was nothing wrong with it. */
export const soundLog: LogFaults = { isUnclean: true, damage: 'none', lostCommits: 0 };

/** Longer logs are not read into memory; ours are cut at 16 MB. */
const longestLog = 512 * 1024 * 1024;

/**
 * Looks through the log that a process left behind which did not end in order, before SQLite does. Bits that were
 * flipped are flipped back; what cannot be mended is kept as it is, because SQLite will write over it.
 */
export async function inspectLog(
  file: string,
  backups: BackupFolder,
  now: number,
  logger: Logger,
): Promise<LogFaults> {
  const name = `${file}-wal`;
  const size = await stat(name).then(
    (found) => found.size,
    () => 0,
  );
  if (size === 0 || size > longestLog) return { isUnclean: size > 0, damage: 'none', lostCommits: 0 };
  const reading = readLog(await readFile(name));
  if (!reading || reading.damage === 'none') return { isUnclean: true, damage: 'none', lostCommits: 0 };
  const { damage, lostCommits, mended } = reading;
  // Torn by the end of the computer, in the middle of what nobody was told.
  if (damage === 'end' && lostCommits === 0) return { isUnclean: true, damage: 'none', lostCommits };
  const keptIn = await keepFiles(file, backups, now);
  if (damage === 'flipped') {
    await replaceFlushed(name, mended);
    logger.warn('Flipped bits in the log of the database were flipped back; nothing is lost.', { keptIn });
  } else {
    logger.error('The log of the database is damaged.', { damage, lostCommits, keptIn });
  }
  return { isUnclean: true, damage, lostCommits, keptIn };
}

/** Copies database and log as they are into a folder beside the backups. */
export async function keepFiles(file: string, backups: BackupFolder, now: number): Promise<string> {
  const folder = await backups.newFolder('damaged', now);
  for (const name of [file, `${file}-wal`])
    await copyFile(name, path.join(folder, path.basename(name)), constants.COPYFILE_FICLONE).catch(
      ignoreMissing,
    );
  return folder;
}

/** A copy of what is kept whose log is read to its end, damaged or not: to see what has been in there. */
export async function salvageIn(keptIn: string, file: string): Promise<string> {
  const folder = path.join(keptIn, 'whole');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const base = path.basename(file);
  const copy = path.join(folder, base);
  await copyFile(path.join(keptIn, base), copy, constants.COPYFILE_FICLONE);
  const reading = readLog(await readFile(path.join(keptIn, `${base}-wal`)));
  if (reading) writeFileSync(`${copy}-wal`, reading.mended, { mode: 0o600 });
  return copy;
}

async function replaceFlushed(file: string, content: Buffer): Promise<void> {
  const draft = `${file}.mended`;
  await rm(draft, { force: true });
  writeFileSync(draft, content, { mode: 0o600 });
  const descriptor = openSync(draft, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  await rename(draft, file);
}

function ignoreMissing(error: unknown): void {
  if (errnoOf(error) !== 'ENOENT') throw error;
}
