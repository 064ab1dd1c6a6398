import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { openDatabase } from './sqlite/openDatabase.ts';

/** Copies made before migrations that are kept. */
const keptMigrationBackups = 3;
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

  /** Newest first. */
  async list(): Promise<Backup[]> {
    const names = await readdir(this.path).catch(() => []);
    const files = names.filter((name) => name.endsWith('.db')).map((name) => path.join(this.path, name));
    const backups = await Promise.all(
      files.map(async (file) => {
        const { size, mtimeMs } = await stat(file);
        return { path: file, bytes: size, modifiedAt: mtimeMs };
      }),
    );
    return backups.sort((a, b) => b.modifiedAt - a.modifiedAt || b.path.localeCompare(a.path));
  }

  async pruneMigrationBackups(): Promise<void> {
    const old = (await this.list()).filter(({ path: file }) => migrationBackup.test(path.basename(file)));
    await Promise.all(old.slice(keptMigrationBackups).map((backup) => rm(backup.path, { force: true })));
  }

  /** Removes the copies that still hold any of these memories, for purge. Returns what was removed. */
  async removeContaining(ids: readonly string[]): Promise<string[]> {
    const removed: string[] = [];
    for (const { path: file } of await this.list()) {
      if (!(await contains(file, ids))) continue;
      await rm(file, { force: true });
      removed.push(file);
    }
    return removed;
  }
}

/** Whether a copy knows one of the memories. One that cannot be read counts as if it did. */
async function contains(file: string, ids: readonly string[]): Promise<boolean> {
  try {
    const database = await openDatabase(file, { readOnly: true });
    try {
      // A copy of a database with a write-ahead log is marked as such, and has none of its own.
      database.exec('PRAGMA locking_mode = EXCLUSIVE');
      return ids.some(
        (id) =>
          database.get('SELECT 1 FROM memories WHERE id = ?', id) !== undefined ||
          database.get('SELECT 1 FROM history WHERE memory_id = ?', id) !== undefined,
      );
    } finally {
      database.close({ checkpoint: false });
    }
  } catch {
    return true;
  }
}
