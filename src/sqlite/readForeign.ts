import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MemoryBridgeError } from '../core/errors.ts';
import { copyForeign } from './copyForeign.ts';
import type { Database } from './database.ts';
import { openDatabase } from './openDatabase.ts';
import { hasRefused } from './foreignFiles.ts';
import { openReadOnly } from './openReadOnly.ts';
import { errnoOf } from './systemFiles.ts';
import { makeWorkFolder } from './workFolder.ts';

/** As often it is read in place; then its writer is so busy that a copy is made. */
const attempts = 3;
/** The last one of each file, by its full name. */
const turns = new Map<string, Promise<void>>();
const nothing = (): void => undefined;

/**
 * Reads a database of another program, whatever that does meanwhile: all that one run of `read` sees is of one moment. It
 * is run again when the database was written to, so it must not have an effect until it has returned. Where that happens
 * time and again, and where a program was killed in the middle of a change, a temporary copy is read instead.
 *
 * Throws as `openReadOnly` does, and `unavailable` when not even a copy could be made.
 */
export async function readForeign<T>(file: string, read: (database: Database) => T | Promise<T>): Promise<T> {
  const full = path.resolve(file);
  // Whoever else reads it in this process is waited for: a file can be found as it is by one of them at a time.
  const turn = (turns.get(full) ?? Promise.resolve()).then(() => readInTurn(file, read));
  const isOver = turn.then(nothing, nothing);
  turns.set(full, isOver);
  try {
    return await turn;
  } finally {
    if (turns.get(full) === isOver) turns.delete(full);
  }
}

async function readInTurn<T>(file: string, read: (database: Database) => T | Promise<T>): Promise<T> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    try {
      return await closedAfter(await openReadOnly(file), async (database) => {
        const found = await read(database);
        if (hasRefused(file)) throw writtenTo(file);
        return found;
      });
    } catch (error) {
      if (!MemoryBridgeError.is(error, 'unavailable')) throw error;
    }
  }
  const folder = await makeFolder();
  try {
    const copy = path.join(folder, 'copy.db');
    await copyForeign(file, copy);
    const database = await openDatabase(copy);
    database.exec('PRAGMA locking_mode = EXCLUSIVE', 'PRAGMA temp_store = MEMORY');
    return await closedAfter(database, (whole) => {
      // What is to be undone in it is undone with the first look at it.
      whole.get('SELECT 1 FROM sqlite_master');
      whole.isReadOnly = true;
      return read(whole);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeFolder(): Promise<string> {
  try {
    return await makeWorkFolder('reading');
  } catch (error) {
    throw new MemoryBridgeError(
      'unavailable',
      `No folder could be made in ${tmpdir()} (${errnoOf(error) ?? 'no reason'}), where a database is copied to be read.`,
      { cause: error },
    );
  }
}

const writtenTo = (file: string): MemoryBridgeError =>
  new MemoryBridgeError('unavailable', `The database ${file} was written to while it was read.`);

async function closedAfter<T>(database: Database, read: (database: Database) => T | Promise<T>): Promise<T> {
  try {
    return await read(database);
  } finally {
    database.close({ checkpoint: false });
  }
}
