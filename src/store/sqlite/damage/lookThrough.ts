import { MemoryBridgeError } from '../../../core/errors.ts';
import { openDatabase } from '../../../sqlite/openDatabase.ts';
import { filesAsFound } from './filesAsFound.ts';
import { readRows, type RowFaults } from './inspectRows.ts';

/** Of the pages that are read, so that those of indexes need not be read for each row. */
const cacheKilobytes = 32_000;

/**
 * Looks through a database and its log as they are at this moment, on a connection of its own. Nothing is written, and
 * the owner of the files may go on, as long as it leaves the database itself alone.
 */
export async function lookThrough(file: string, onRead: (share: number) => void): Promise<RowFaults> {
  let database;
  try {
    database = await openDatabase(file, { files: filesAsFound(file, onRead) });
    database.exec(
      'PRAGMA locking_mode = EXCLUSIVE',
      'PRAGMA temp_store = MEMORY',
      'PRAGMA wal_autocheckpoint = 0',
      `PRAGMA cache_size = -${cacheKilobytes}`,
    );
    return await readRows(database);
  } catch (error) {
    if (!MemoryBridgeError.is(error, 'corrupt')) throw error;
    const said = error.details?.['sqlite'];
    return { fatal: [typeof said === 'string' ? said : error.message], indexes: [], texts: [] };
  } finally {
    database?.close({ checkpoint: false });
  }
}
