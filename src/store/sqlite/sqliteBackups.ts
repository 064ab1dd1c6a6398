import { stat } from 'node:fs/promises';
import path from 'node:path';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { BackupContents, BackupOrigin, BackupRecord, Backups } from '../ports/backups.ts';
import { readForeign } from '../../sqlite/readForeign.ts';
import { allRevisions, contentsOf, revisionsAfter } from './backupContents.ts';
import { type Backup, BackupFolder } from './backupFolder.ts';
import { BackupLedger } from './backupLedger.ts';
import { startLook } from './damage/startLook.ts';
import { refuseNewer } from './migrate.ts';
import { MemoryPurge } from './repositories/memoryPurge.ts';

/** By their names. Whatever else lies there, a person has put it there. */
const origins: readonly (readonly [BackupOrigin, RegExp])[] = [
  ['daily', /^memory-.*-daily(?:-[\da-f]+)?\.db$/],
  ['migration', /^memory-.*-before-v\d+\.db$/],
  ['restore', /^memory-.*-before-restore(?:-[\da-f]+)?\.db$/],
  ['rescued', /-rescued\.db$/],
];
const stamp = /^memory-(\d{4})-?(\d\d)-?(\d\d)T(\d\d)-?(\d\d)-?(\d\d)[.-](\d{3})Z/;

/** The backups of a data folder, as files. */
export class SqliteBackups implements Backups {
  readonly #folder: BackupFolder;
  readonly #ledger: BackupLedger;
  readonly #lookWorker: string | undefined;

  /** `lookWorker`: see `OpenStoreOptions`. */
  constructor(home: string, lookWorker?: string) {
    this.#folder = new BackupFolder(home);
    this.#ledger = new BackupLedger(home, this.#folder.path);
    this.#lookWorker = lookWorker;
  }

  async list(): Promise<BackupRecord[]> {
    const checks = await this.#ledger.read();
    const records = (await this.#folder.list()).map((file): BackupRecord => {
      const name = path.basename(file.path);
      const check = checks.get(name);
      return {
        name,
        path: file.path,
        bytes: file.bytes,
        madeAt: timeOf(name, file),
        origin: originOf(name),
        state: !check ? 'unverified' : check.fault === null ? 'verified' : 'damaged',
        fault: check?.fault ?? null,
        contents: check?.contents ?? null,
      };
    });
    return records.sort((a, b) => b.madeAt - a.madeAt || (a.name < b.name ? 1 : -1));
  }

  async verify(name: string, mark?: string): Promise<BackupRecord> {
    const facts = await this.#ledger.facts(name);
    const found = await this.#judge(path.join(this.#folder.path, name), mark);
    if (facts) await this.#ledger.note(name, { ...facts, ...found });
    const record = (await this.list()).find((each) => each.name === name);
    if (!record) throw new MemoryBridgeError('not_found', `There is no backup ${name}.`);
    // Where the note could not be kept, whoever asked now is told all the same.
    return { ...record, ...found, state: found.fault === null ? 'verified' : 'damaged' };
  }

  async look(file: string): Promise<BackupContents> {
    const info = await stat(file).catch(() => undefined);
    if (!info?.isFile()) throw new MemoryBridgeError('not_found', `There is no file ${file}.`);
    const contents = await this.#read(file);
    refuseNewer(contents.schemaVersion);
    const { faults } = startLook(file, () => {}, this.#lookWorker);
    const { fatal = [], indexes = [] } = (await faults) ?? {};
    const [fault] = [...fatal, ...indexes];
    if (fault !== undefined) throw damaged(file, fault);
    return contents;
  }

  async #read(file: string): Promise<BackupContents> {
    let isOurs = true;
    try {
      return await readForeign(file, (database) => {
        isOurs = new MemoryPurge(database).isOurs;
        return contentsOf(database);
      });
    } catch (error) {
      if (!isOurs) throw new MemoryBridgeError('corrupt', `${file} is a database of another program.`);
      // What the engine says of it advises to restore a backup.
      if (MemoryBridgeError.is(error, 'corrupt')) throw damaged(file, error.details?.['sqlite']);
      throw error;
    }
  }

  revisions(file: string): Promise<ReadonlyMap<string, number>> {
    return readForeign(file, (database) => allRevisions((last) => revisionsAfter(database, last)));
  }

  async prune(keep: number): Promise<string[]> {
    const daily = (await this.list()).filter(({ origin }) => origin === 'daily');
    const sound = daily.filter(({ state }) => state === 'verified');
    const newest = sound[0]?.madeAt ?? -Infinity;
    const damaged = daily.filter(({ state, madeAt }) => state === 'damaged' && madeAt < newest);
    const gone = [...sound.slice(keep), ...damaged].map(({ name }) => name);
    for (const name of gone) await this.#folder.remove(name);
    return gone;
  }

  async #judge(file: string, mark: string | undefined): Promise<Pick<BackupRecord, 'fault' | 'contents'>> {
    try {
      const contents = await this.look(file);
      if (mark !== undefined && contents.mark !== mark)
        return { fault: 'It has other rows than the database had.', contents: null };
      return { fault: null, contents };
    } catch (error) {
      // Anything else says nothing of the file.
      if (!MemoryBridgeError.is(error, 'corrupt', 'newer_database')) throw error;
      return { fault: error.message, contents: null };
    }
  }
}

function damaged(file: string, fault: unknown): MemoryBridgeError {
  const what = typeof fault === 'string' ? ` (${fault})` : '';
  return new MemoryBridgeError('corrupt', `${file} is damaged${what}.`);
}

function originOf(name: string): BackupOrigin {
  return origins.find(([, pattern]) => pattern.test(name))?.[0] ?? 'person';
}

/** As its name says: purge writes backups anew, and copying a folder changes times. */
function timeOf(name: string, { modifiedAt }: Pick<Backup, 'modifiedAt'>): number {
  const [, year, month, day, hour, minute, second, milliseconds] = stamp.exec(name) ?? [];
  const said = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}Z`);
  return Number.isNaN(said) ? modifiedAt : said;
}
