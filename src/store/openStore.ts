import { chmod, mkdir, open, stat } from 'node:fs/promises';
import path from 'node:path';
import { MemoryBridgeError } from '../core/errors.ts';
import type { Clock, Logger } from '../core/ports.ts';
import { BackupFolder } from './backupFolder.ts';
import { migrate, refuseNewer, schemaVersion } from './migrate.ts';
import type { Migration } from './migrations/migration.ts';
import { copyDatabase } from './sqlite/copyDatabase.ts';
import type { Database } from './sqlite/database.ts';
import { openDatabase } from './sqlite/openDatabase.ts';
import type { SystemFiles } from './sqlite/systemFiles.ts';
import { SqliteStore } from './sqliteStore.ts';

export interface OpenStoreOptions {
  /** Holds `memory.db` and `backups/`; made with mode 0700 when missing. */
  readonly home: string;
  readonly logger?: Logger;
  readonly clock?: Pick<Clock, 'now'>;
  /** Called before each commit; what it throws rolls the unit of work back. */
  readonly beforeCommit?: () => void;
  /** Other steps and another file system, for tests. */
  readonly migrations?: readonly Migration[];
  readonly files?: SystemFiles;
}

/** Offset of `user_version` in the header of a database file, big-endian. */
const versionOffset = 60;
const headerBytes = 100;

/** KB of pages kept in memory: the whole of 10k memories stays well inside the budget for resident memory. */
const cacheKilobytes = 24_000;

const silent = (): void => {};
const silentLogger: Logger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent };

/**
 * Opens `<home>/memory.db`, and makes or migrates it. Throws `newer_database` before anything is touched when newer
 * code has written it, and `corrupt` with the newest backup named when it is damaged.
 */
export async function openStore(options: OpenStoreOptions | string): Promise<SqliteStore> {
  const {
    home,
    logger = silentLogger,
    clock = Date,
    beforeCommit = silent,
    migrations,
    files,
  } = typeof options === 'string' ? { home: options } : options;
  await mkdir(home, { recursive: true, mode: 0o700 });
  const file = path.join(home, 'memory.db');
  const backups = new BackupFolder(home);
  const given = migrations === undefined ? {} : { migrations };
  refuseNewer(await versionInHeader(file), migrations);
  let database: Database | undefined;
  try {
    const opened = await openDatabase(file, files === undefined ? {} : { files });
    database = opened;
    prepare(opened);
    await migrate(opened, {
      ...given,
      logger,
      backUp: async (from, to) => {
        const target = await backups.newPath(`v${from}-before-v${to}`, clock.now());
        await copyDatabase(opened, target, async (work) => work());
        await backups.pruneMigrationBackups();
      },
    });
    await chmod(file, 0o600);
    logger.debug('The database is open', { schema: schemaVersion(opened) });
    return new SqliteStore(opened, { beforeCommit });
  } catch (error) {
    database?.close({ checkpoint: false });
    throw MemoryBridgeError.is(error, 'corrupt') ? await withBackup(error, file, backups) : error;
  }
}

/** Order matters: the page size before the first page, exclusive locking before the log, which then needs no shared memory. */
function prepare(database: Database): void {
  database.all('PRAGMA page_size = 8192');
  database.all('PRAGMA locking_mode = EXCLUSIVE');
  database.all('PRAGMA journal_mode = WAL');
  database.all('PRAGMA synchronous = FULL');
  database.all('PRAGMA foreign_keys = ON');
  database.all('PRAGMA secure_delete = ON');
  database.all('PRAGMA temp_store = MEMORY');
  database.all('PRAGMA wal_autocheckpoint = 1000');
  database.all('PRAGMA journal_size_limit = 16777216');
  database.all(`PRAGMA cache_size = -${cacheKilobytes}`);
}

/** Zero for a file that is missing or empty. */
async function versionInHeader(file: string): Promise<number> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size < headerBytes) return 0;
  const handle = await open(file, 'r');
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, versionOffset);
    return buffer.readInt32BE(0);
  } finally {
    await handle.close();
  }
}

async function withBackup(error: MemoryBridgeError, file: string, backups: BackupFolder): Promise<Error> {
  const [newest] = await backups.list();
  const advice = newest
    ? `The newest backup is ${newest.path}: stop everything that uses the memories, then put it in its place.`
    : 'There is no backup in its backups folder. Keep the file: parts of it can be saved with the sqlite3 program.';
  return new MemoryBridgeError('corrupt', `The database ${file} is damaged. ${advice}`, { cause: error });
}
