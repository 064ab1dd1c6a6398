import { statSync } from 'node:fs';
import { chmod, mkdir, open, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { Clock, Logger } from '../../core/ports.ts';
import { BackupFolder } from './backupFolder.ts';
import { adoptRescued, FileGuard } from './fileGuard.ts';
import { FileMark, isAnother } from './fileMark.ts';
import { damagedLater, recoveryAdvice } from './damage/damagedLater.ts';
import { inspectLog, keepFiles, soundLog } from './damage/inspectLog.ts';
import { checkBeginnings } from './checkDatabase.ts';
import { inspectRows, readRows, soundRows, type RowFaults } from './damage/inspectRows.ts';
import { noteDamage } from './damage/noteDamage.ts';
import { startLook } from './damage/startLook.ts';
import { migrate, newestVersion, refuseNewer } from './migrate.ts';
import type { Migration } from './migrations/migration.ts';
import type { Vectorise } from '../ports/unitOfWork.ts';
import { copyDatabase } from '../../sqlite/copyDatabase.ts';
import type { Database } from '../../sqlite/database.ts';
import { openDatabase } from '../../sqlite/openDatabase.ts';
import type { SystemFiles } from '../../sqlite/systemFiles.ts';
import { SqliteStore } from './sqliteStore.ts';

export interface OpenStoreOptions {
  /** The data folder; the database is `memory.db` in it, copies go to `backups/`. Made with mode 0700 when missing. */
  readonly home: string;
  readonly logger?: Logger;
  /** Called before each commit; what it throws rolls the unit of work back. */
  readonly beforeCommit?: () => void | Promise<void>;
  readonly vectorise?: Vectorise;
  /** What people have to be told of the folder, in sentences; kept with what is found in the database. */
  readonly notices?: readonly string[] | undefined;
  readonly clock?: Pick<Clock, 'now'>;
  /**
   * A database that was not closed in order and is no larger is looked through before it is served, a larger one
   * meanwhile.
   */
  readonly lookFirstBytes?: number;
  /** The bundle of the thread that looks, where it does not lie beside this one. */
  readonly lookWorker?: string;
  /** Other steps and another file system, for tests. */
  readonly migrations?: readonly Migration[];
  readonly files?: SystemFiles;
}

/**
 * Half of the file, within these: the smaller keeps a server of 10,000 memories below 160 MB resident, the larger one
 * of 100,000 below 400 MB.
 */
const cacheKilobytes = { least: 16_000, most: 128_000 } as const;
/** Looked through in less than a third of a second on a busy machine. */
const mostLookedFirst = 2 * 1024 * 1024;
const logLimitBytes = 16 * 1024 * 1024;
const pageBytes = 8192;
const headerBytes = 100;
const magic = 'SQLite format 3\0';
/** Offset of `user_version` in the header of a database file, big-endian. */
const versionOffset = 60;

const silent = (): void => {};
const silentLogger: Logger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent };

/**
 * Opens the memories of a data folder, and makes or migrates the database as needed. Throws `newer_database` (nothing
 * was touched), `corrupt` (names the newest backup), `disk_full`, or `conflict` when this process has it open already.
 */
export async function openStore(where: string | OpenStoreOptions): Promise<SqliteStore> {
  const options = typeof where === 'string' ? { home: where } : where;
  const { home, logger = silentLogger, clock = Date, beforeCommit, vectorise, migrations, files } = options;
  const file = path.join(home, 'memory.db');
  const backups = new BackupFolder(home);
  await makePrivate(home, file);
  let database: Database | undefined;
  let kept: string | undefined;
  const keep = async () => void (kept ??= await keepFiles(file, backups, clock.now()));
  try {
    if (await adoptRescued(file)) logger.warn('A database that was deleted while it was open was put back.');
    refuseNewer(await versionInHeader(file), migrations);
    const { strange, log } = await readyLog(file, backups, clock.now(), logger);
    const opened = await openDatabase(file, files && { files });
    database = opened;
    const mark = new FileMark(file);
    opened.watch(mark);
    const { size } = await stat(file);
    const isSmall = size <= (options.lookFirstBytes ?? mostLookedFirst);
    const isNewest = (await versionInHeader(file)) >= newestVersion(migrations);
    const isLater = log.isUnclean && !isSmall && isNewest;
    // While it is looked through, the database stays as it was found: what is written stays in the log.
    let isHeld = isLater;
    configure(opened, size, isHeld);
    const look = (onRead: (share: number) => void) => startLook(file, onRead, options.lookWorker);
    const first = async () => (isSmall ? readRows(opened) : ((await look(() => {}).faults) ?? soundRows));
    const rows = log.isUnclean && !isLater ? await inspectRows(opened, first, keep) : soundRows;
    refuseDamaged(isLater ? checkBeginnings(opened) : rows.fatal);
    await migrate(opened, {
      ...(migrations && { migrations }),
      logger,
      backUp: (from, to) => backUpBefore(opened, backups, `v${from}-before-v${to}`, clock.now()),
    });
    const reconfigure = () => configure(opened, statSync(file).size, isHeld);
    const guard = new FileGuard({ database: opened, backups, clock, logger, configure: reconfigure });
    const store = new SqliteStore(opened, { logger, beforeCommit, vectorise, guard, mark });
    const notices = [strange ?? [], options.notices ?? []].flat();
    await noteDamage(store, opened, { log, rows, keptIn: kept ?? log.keptIn, notices }, clock.now());
    if (isLater)
      store.lookThrough({
        start: look,
        keep,
        release: () => {
          isHeld = false;
          opened.exec(checkpointAt(isHeld));
        },
        note: (found) => noteLater(store, opened, found, { keptIn: kept, now: clock.now() }),
        describe: (fatal, saved) => damagedLater(fatal, { file, backups, saved, now: clock.now() }),
      });
    return store;
  } catch (error) {
    // Without a checkpoint: a file that is damaged or newer stays as it is.
    database?.close({ checkpoint: false });
    database?.watch(undefined);
    throw MemoryBridgeError.is(error, 'corrupt') ? await withAdvice(error, file, backups) : error;
  }
}

async function backUpBefore(
  database: Database,
  backups: BackupFolder,
  reason: string,
  now: number,
): Promise<void> {
  const target = await backups.newPath(reason, now);
  await copyDatabase(database, target, async (work) => work());
  await backups.pruneMigrationBackups();
}

/** What was found in a database that was looked through while it was in use, or why it could not be. */
async function noteLater(
  store: SqliteStore,
  database: Database,
  found: RowFaults | Error,
  { keptIn, now }: { keptIn: string | undefined; now: number },
): Promise<void> {
  const [rows, notices] = found instanceof Error ? [soundRows, [notLookedThrough(found)]] : [found, []];
  await noteDamage(store, database, { log: soundLog, rows, keptIn, notices }, now);
}

/** What there is to say of the log, before the database reads it. */
async function readyLog(file: string, backups: BackupFolder, now: number, logger: Logger) {
  const strange = await setAsideStrangeLog(file, backups, now);
  if (strange !== undefined) logger.warn(strange);
  return { strange, log: await inspectLog(file, backups, now, logger) };
}

/** A log that was not written for the database that is there would be mixed with it. Returns what to say of that. */
async function setAsideStrangeLog(
  file: string,
  backups: BackupFolder,
  now: number,
): Promise<string | undefined> {
  const log = `${file}-wal`;
  const size = (name: string) => statSync(name, { throwIfNoEntry: false })?.size ?? 0;
  if (size(log) === 0 || size(file) === 0 || !isAnother(file)) return undefined;
  const aside = `${await backups.newPath('log', now)}-wal`;
  await rename(log, aside);
  return `The database ${file} was replaced by another file while no memory server was running. The newest changes to the one before, which were not in it yet, are in ${aside}.`;
}

/** Nothing is written to a database whose pages are damaged: the next commit would spread what is wrong. */
function refuseDamaged(fatal: readonly string[]): void {
  if (fatal.length > 0)
    throw new MemoryBridgeError('corrupt', fatal.join('\n'), { details: { faults: fatal } });
}

const notLookedThrough = ({ message }: Error): string =>
  `The database was not closed properly and could not be checked (${message}). Run memory-bridge doctor.`;

const checkpointAt = (isHeld: boolean): string => `PRAGMA wal_autocheckpoint = ${isHeld ? 0 : 1000}`;

function configure(database: Database, fileBytes: number, isHeld: boolean): void {
  const { least, most } = cacheKilobytes;
  const cache = Math.min(most, Math.max(least, Math.ceil(fileBytes / 2048)));
  // Exclusive before anything is read: it spares the log its shared memory, which our file system layer has none of.
  database.exec('PRAGMA locking_mode = EXCLUSIVE', `PRAGMA page_size = ${pageBytes}`);
  database.exec(
    'PRAGMA journal_mode = WAL',
    'PRAGMA synchronous = FULL',
    'PRAGMA foreign_keys = ON',
    'PRAGMA temp_store = MEMORY',
    'PRAGMA secure_delete = ON',
    checkpointAt(isHeld),
    `PRAGMA journal_size_limit = ${logLimitBytes}`,
    `PRAGMA cache_size = -${cache}`,
  );
}

/** Ours alone to read, also where the folder was there before. Windows inherits what the profile folder grants. */
async function makePrivate(home: string, file: string): Promise<void> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  if (process.platform === 'win32') return;
  const modes = [
    [home, 0o700],
    [file, 0o600],
    [`${file}-wal`, 0o600],
  ] as const;
  for (const [name, mode] of modes) {
    const current = await stat(name).catch(() => undefined);
    if (current && (current.mode & 0o077) !== 0) await chmod(name, mode);
  }
}

/** The schema version as the file itself says it, without SQLite touching anything. 0 when there is no database. */
async function versionInHeader(file: string): Promise<number> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return 0;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headerBytes), 0, headerBytes, 0);
    if (bytesRead === 0) return 0;
    if (bytesRead < headerBytes || buffer.toString('latin1', 0, magic.length) !== magic)
      throw new MemoryBridgeError('corrupt', `${file} is not a database.`);
    return buffer.readInt32BE(versionOffset);
  } finally {
    await handle.close();
  }
}

async function withAdvice(
  error: MemoryBridgeError,
  file: string,
  backups: BackupFolder,
): Promise<MemoryBridgeError> {
  const { sentences, newest } = await recoveryAdvice(backups);
  return new MemoryBridgeError(
    'corrupt',
    `The database ${file} is damaged. Nothing was written to it. ${sentences}`,
    { cause: error, details: { ...error.details, newestBackup: newest } },
  );
}
