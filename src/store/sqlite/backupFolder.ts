import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { removeFile } from './removeFile.ts';

/** Copies made before migrations that are kept. */
const keptMigrationBackups = 3;
const aside = /^memory-.*(?:-damaged|-set-aside|-log\.db-wal|-saved-meanwhile\.md)$/;
const unfinished = /\.db\.(?:partial|purging)(?:-wal|-shm|-journal)?$/;
const migrationBackup = /^memory-.*-before-v\d+\.db$/;

export interface Backup {
  readonly path: string;
  readonly bytes: number;
  /** Wall clock, ms. */
  readonly modifiedAt: number;
}

/** `<home>/backups`: copies of the database, each complete in itself. */
export class BackupFolder {
  readonly path: string;

  constructor(home: string) {
    this.path = path.join(home, 'backups');
  }

  /** A name for a new copy, sorted by time; makes the folder. `label` says why it was made. */
  async newPath(label: string, now: number): Promise<string> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    const time = new Date(now).toISOString().replaceAll(/[-:]/g, '').replace('.', '-');
    return path.join(this.path, `memory-${time}-${label}.db`);
  }

  /** A folder for files that are no backups, e.g. damaged ones. */
  async newFolder(label: string, now: number): Promise<string> {
    const folder = (await this.newPath(label, now)).replace(/\.db$/, '');
    await mkdir(folder, { mode: 0o700 });
    return folder;
  }

  /**
   * Newest first. Only files: to open a pipe would wait for ever, and a folder or a link that leads nowhere is no backup,
   * whatever its name is.
   */
  async list(): Promise<Backup[]> {
    const names = (await this.names()).filter((name) => name.endsWith('.db'));
    const found = await Promise.all(
      names.map(async (name) => {
        const file = path.join(this.path, name);
        const info = await stat(file).catch(() => undefined);
        return info?.isFile() ? [{ path: file, bytes: info.size, modifiedAt: info.mtimeMs }] : [];
      }),
    );
    return found.flat().sort((a, b) => b.modifiedAt - a.modifiedAt || b.path.localeCompare(a.path));
  }

  /** Names of what lies beside the backups and is none: damaged files as they were found, databases set aside, logs. */
  async asides(): Promise<string[]> {
    return (await this.names()).filter((name) => aside.test(name)).sort();
  }

  async pruneMigrationBackups(): Promise<void> {
    const old = (await this.list()).filter(({ path: file }) => migrationBackup.test(path.basename(file)));
    await Promise.all(old.slice(keptMigrationBackups).map((backup) => rm(backup.path, { force: true })));
  }

  /** Names of all files, finished or not. */
  async names(): Promise<string[]> {
    return readdir(this.path).catch(() => []);
  }

  /** Removes those of the files that are copies which nobody has finished. */
  async removeUnfinished(names: readonly string[]): Promise<void> {
    for (const name of names.filter((each) => unfinished.test(each)))
      await removeFile(path.join(this.path, name));
  }

  /**
   * Removes what processes have left that were killed while they copied or purged, for an owner that has begun none of
   * that yet. Copies named in `live` are to be gone on with, and the owner before may be keeping a rescued one still.
   */
  async removeLeftovers(live: readonly string[]): Promise<void> {
    const isKept = (name: string) =>
      name.includes('-rescued.db.') || live.some((each) => name.startsWith(`${each}.partial`));
    await this.removeUnfinished((await this.names()).filter((name) => !isKept(name)));
  }

  /** Removes what `list` or `asides` name, with what SQLite may have left beside it. Only asides are folders of ours. */
  async remove(name: string): Promise<void> {
    const file = path.join(this.path, name);
    if (aside.test(name)) await rm(file, { force: true, recursive: true });
    for (const suffix of ['', '-wal', '-shm', '-journal']) await removeFile(`${file}${suffix}`);
  }
}
