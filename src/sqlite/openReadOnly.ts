import type { Database } from './database.ts';
import { foreignError } from './foreignError.ts';
import { findForeign, foreignFiles, forgetForeign } from './foreignFiles.ts';
import { openDatabase } from './openDatabase.ts';

/**
 * Opens a database that belongs to another program as it is at this moment, with what is committed in its `-wal`. It is
 * read in place: nothing is written beside it, nothing is locked, and whoever writes to it goes on.
 *
 * Once something has been committed to it meanwhile, pages that were not read by then are refused with `unavailable`, for
 * they may be of another moment; `readForeign` sees to that. Throws `unavailable`, too, while a change is under way,
 * `not_found` when there is no such file, `corrupt` when it is no database, and `conflict` when this process reads it
 * already.
 */
export async function openReadOnly(file: string): Promise<Database> {
  try {
    findForeign(file);
  } catch (error) {
    throw foreignError(error, file);
  }
  let database: Database | undefined;
  try {
    database = await openDatabase(file, {
      readOnly: true,
      files: foreignFiles,
      onClose: () => forgetForeign(file),
    });
    // Exclusive before anything is read: it spares the log its shared memory, which others use.
    database.exec('PRAGMA locking_mode = EXCLUSIVE', 'PRAGMA temp_store = MEMORY');
    database.get('SELECT 1 FROM sqlite_master');
    return database;
  } catch (error) {
    database?.close();
    forgetForeign(file);
    throw error;
  }
}
