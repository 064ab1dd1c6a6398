import { existsSync } from 'node:fs';
import { link, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { Clock, Logger } from '../../core/ports.ts';
import type { BackupFolder } from './backupFolder.ts';
import { copyDatabase } from '../../sqlite/copyDatabase.ts';
import type { Database } from '../../sqlite/database.ts';
import { errnoOf } from '../../sqlite/systemFiles.ts';

export interface FileGuardParts {
  readonly database: Database;
  readonly backups: BackupFolder;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
  /** Sets the pragmas of a connection that was opened anew. */
  readonly configure: () => void;
}

/** Complete, but not yet under the name of the database: `openStore` finishes what was broken off in between. */
export const rescuedFile = (database: string): string => `${database}.rescued`;

/**
 * Sees to it that what is acknowledged can be found again. A system lets a program go on writing to a file that was
 * deleted or replaced under its name, and all of that is gone when the program ends.
 *
 * A file that is missing is put back from the connection, which still has all of it. One that was replaced or written
 * to by another program is left alone: what this connection knows is kept beside the backups, and writes are refused.
 *
 * Not for use inside of a transaction.
 */
export class FileGuard {
  readonly #parts: FileGuardParts;
  #refusal: MemoryBridgeError | undefined;
  #changes = 0;

  constructor(parts: FileGuardParts) {
    this.#parts = parts;
    this.#isLost();
  }

  /** How often the database was brought up to date from its log in here, which nobody else has asked for. */
  get changes(): number {
    return this.#changes;
  }

  /** True once the file under the name is not ours, so that nothing may be written to it, not even by closing. */
  get isLost(): boolean {
    return this.#refusal !== undefined;
  }

  /** Whether `check` would open the connection anew, which an unfinished backup of it forbids. */
  get needsReopening(): boolean {
    const { database: main, log } = this.#parts.database.whereabouts;
    return main === 'missing' || (main === 'there' && log !== 'there' && log !== 'closed');
  }

  /** Throws when an earlier look has found another file. */
  refuseIfLost(): void {
    if (this.#refusal) throw this.#refusal;
  }

  /** Returns when what the connection knows is in the file that is there. Costs two `stat` while all is well. */
  async check(): Promise<void> {
    this.refuseIfLost();
    const { database } = this.#parts;
    const { database: main, log } = database.whereabouts;
    if (main === 'missing') await this.#putBack();
    else if (main === 'replaced' || main === 'overwritten') await this.#giveUp(main);
    else if (log === 'missing' || log === 'replaced') await this.#renewLog(log);
  }

  /** Keeps what the connection knows when it is in no file any more. Returns where, for whoever has to end at once. */
  async rescue(): Promise<string | undefined> {
    if (this.#refusal || !this.#isLost()) return undefined;
    const file = await this.#copyAside();
    this.#refusal = this.#describe('replaced', file);
    return file;
  }

  #isLost(): boolean {
    const { database: main, log } = this.#parts.database.whereabouts;
    return [main, log].some((where) => where === 'missing' || where === 'replaced') || main === 'overwritten';
  }

  async #putBack(): Promise<void> {
    const { database, logger, configure } = this.#parts;
    const rescued = rescuedFile(database.path);
    try {
      await mkdir(path.dirname(database.path), { recursive: true, mode: 0o700 });
      await copyDatabase(database, rescued, async (work) => work());
    } catch (error) {
      throw new MemoryBridgeError(
        'unavailable',
        `The database ${database.path} was deleted while the memory server had it open, and could not be put back: ${String(error)} Nothing is lost as long as the server runs. Correct this, then try again.`,
        { cause: error },
      );
    }
    const { log } = database.whereabouts;
    database.close({ checkpoint: false });
    // All of it is in the copy, and in front of another file it would be taken for that one's.
    if (log === 'there') await rm(`${database.path}-wal`, { force: true });
    await adoptRescued(database.path);
    database.open();
    configure();
    this.#isLost();
    logger.warn('The database was deleted while it was open, and was put back.', { path: database.path });
  }

  /** The log alone is gone: the connection brings what was in it into the database, and begins another. */
  async #renewLog(where: 'missing' | 'replaced'): Promise<void> {
    const { database, logger, backups, clock } = this.#parts;
    if (where === 'replaced') {
      const aside = await backups.newPath('strange-log', clock.now());
      await rename(`${database.path}-wal`, `${aside}-wal`);
    }
    this.#changes += 1;
    database.exec('PRAGMA journal_mode = DELETE', 'PRAGMA journal_mode = WAL');
    this.#isLost();
    logger.warn('The log of the database was deleted while it was open; nothing in it is lost.', {
      path: database.path,
    });
  }

  async #giveUp(what: 'replaced' | 'overwritten'): Promise<never> {
    const { database, logger, backups, clock } = this.#parts;
    const file = await this.#copyAside();
    // Beside the other database our log would be taken for its own at the next start.
    if (database.whereabouts.log === 'there')
      await rename(`${database.path}-wal`, `${await backups.newPath('log', clock.now())}-wal`);
    this.#refusal = this.#describe(what, file);
    logger.error(this.#refusal.message);
    throw this.#refusal;
  }

  #describe(what: 'replaced' | 'overwritten', file: string): MemoryBridgeError {
    const { database } = this.#parts;
    const how = what === 'replaced' ? 'was replaced by another file' : 'was changed by another program';
    return new MemoryBridgeError(
      'read_only',
      `The database ${database.path} ${how} while the memory server had it open, so nothing more is written. ` +
        `Everything that the server knew is kept in ${file}. To go on with the file that is there, start the server again; ` +
        `to have the kept one instead, end the server and run: memory-bridge recover "${file}"`,
      { details: { reason: 'database_replaced', rescued: file } },
    );
  }

  async #copyAside(): Promise<string> {
    const { database, backups, clock } = this.#parts;
    const file = await backups.newPath('rescued', clock.now());
    await copyDatabase(database, file, async (work) => work());
    return file;
  }
}

/** Gives a rescued database its name again, unless another file has come under it. */
export async function adoptRescued(database: string): Promise<boolean> {
  const rescued = rescuedFile(database);
  if (!existsSync(rescued) || existsSync(database)) return false;
  try {
    await link(rescued, database);
    await rm(rescued, { force: true });
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    // File systems without links.
    await rename(rescued, database);
  }
  return true;
}
