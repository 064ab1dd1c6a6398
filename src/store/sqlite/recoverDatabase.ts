import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { MemoryBridgeError } from '../../core/errors.ts';
import { BackupFolder } from './backupFolder.ts';
import { checkPagesInPieces } from './checkDatabase.ts';
import { copyFlushed } from './copyFlushed.ts';
import { openReadOnly } from '../../sqlite/openReadOnly.ts';

export interface Recovery {
  /** What is the database now; null for an empty one. */
  readonly from: string | null;
  /** Wall clock, ms, of the newest change in it. */
  readonly newestChange: number | null;
  readonly memories: number;
  /** Where the files lie that were there; null when there were none. */
  readonly keptIn: string | null;
}

/**
 * Puts a backup in the place of the database: the named one, or the newest that is sound. What was there is moved aside.
 * Only for the owner of the folder, before it opens the database. Throws `not_found` without a usable backup.
 */
export async function recoverDatabase(
  home: string,
  options: { readonly from?: string | undefined; readonly empty?: boolean; readonly now: number },
): Promise<Recovery> {
  const file = path.join(home, 'memory.db');
  const backups = new BackupFolder(home);
  const chosen = options.empty ? undefined : await choose(backups, options.from);
  // Copied before anything is moved: a full disk must leave all as it is.
  const draft = `${file}.recovered`;
  await rm(draft, { force: true });
  if (chosen) await copyFlushed(chosen.file, draft);
  const keptIn = await moveAside(file, backups, options.now);
  if (chosen) await rename(draft, file);
  return {
    from: chosen?.file ?? null,
    newestChange: chosen?.newestChange ?? null,
    memories: chosen?.memories ?? 0,
    keptIn,
  };
}

interface Candidate {
  readonly file: string;
  readonly memories: number;
  readonly newestChange: number | null;
}

async function choose(backups: BackupFolder, named: string | undefined): Promise<Candidate> {
  if (named !== undefined) {
    const read = await readBackup(path.resolve(named));
    if (typeof read === 'string')
      throw new MemoryBridgeError('not_found', `${named} cannot be used: ${read}`);
    return read;
  }
  const found = await backups.list();
  for (const { path: file } of found) {
    const read = await readBackup(file);
    if (typeof read !== 'string') return read;
  }
  throw new MemoryBridgeError(
    'not_found',
    `${found.length === 0 ? 'There is no backup' : 'None of the backups is intact'} in ${backups.path}. ` +
      'Name a file, or set the database aside and start with an empty one: memory-bridge recover --empty',
  );
}

/** What is in a backup, or why it cannot be used. */
async function readBackup(file: string): Promise<Candidate | string> {
  if (!existsSync(file)) return 'there is no such file.';
  let database;
  try {
    database = await openReadOnly(file);
    const pages = await checkPagesInPieces(database);
    if (pages.length > 0) return `it is damaged (${pages[0]}).`;
    const row = database.get('SELECT count(*) AS memories, max(updated_at) AS newest FROM memories');
    return {
      file,
      memories: Number(row?.['memories']),
      newestChange: row?.['newest'] === null ? null : Number(row?.['newest']),
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    database?.close();
  }
}

async function moveAside(file: string, backups: BackupFolder, now: number): Promise<string | null> {
  const names = [file, `${file}-wal`, `${file}-journal`].filter((name) => existsSync(name));
  if (names.length === 0) return null;
  const folder = await backups.newFolder('set-aside', now);
  for (const name of names) await rename(name, path.join(folder, path.basename(name)));
  return folder;
}
