import { constants } from 'node:fs';
import { chmod, copyFile, rm, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { MemoryBridgeError } from '../core/errors.ts';
import { foreignError } from './foreignError.ts';
import { foreignGeneration } from './foreignState.ts';
import { errnoOf } from './systemFiles.ts';

const attempts = 20;
/** Longer after each attempt, ms: a writer that has begun its log anew goes on with that for a while. */
const pauseMs = 10;
const companions = ['-wal', '-journal'] as const;

/**
 * Copies a database of another program with its log, while that may write to it. The log is copied last: whatever was
 * brought into the database meanwhile is in it as well, and is read there, unless it has begun anew. Then all is copied
 * again. Throws `unavailable` when that has no end or a file cannot be read, `not_found`, `corrupt`, and `disk_full`.
 */
export async function copyForeign(file: string, to: string): Promise<void> {
  try {
    await copyOfOneMoment(file, to);
  } catch (error) {
    throw foreignError(error, errnoOf(error) === 'ENOSPC' ? to : file);
  }
}

async function copyOfOneMoment(file: string, to: string): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    await delay(attempt * pauseMs);
    const before = foreignGeneration(file);
    await copyIfThere(file, to);
    for (const companion of companions) await copyIfThere(file + companion, to + companion);
    if (before !== undefined && foreignGeneration(file) === before) return;
    for (const companion of ['', ...companions]) await rm(to + companion, { force: true });
  }
  throw new MemoryBridgeError(
    'unavailable',
    `The database ${file} is written to without a pause. Try again in a moment.`,
    { retryAfter: 1 },
  );
}

async function copyIfThere(from: string, to: string): Promise<void> {
  try {
    // To copy a pipe would wait for ever, and some devices have no end.
    if (!(await stat(from)).isFile()) return;
    await copyFile(from, to, constants.COPYFILE_FICLONE);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
    return;
  }
  // What is to be undone is undone in the copy, even where the original may only be read.
  await chmod(to, 0o600);
}
