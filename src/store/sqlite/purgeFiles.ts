import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Memory } from '../../core/memory/memory.ts';
import { BackupFolder } from './backupFolder.ts';
import { askBackup, isDamaged, purgeBackup } from './purgeBackup.ts';

export interface HoldingBackup {
  /** Name of the file in the backups folder. */
  readonly name: string;
  /** `rewrite`: it goes on without the memories. `remove`: it cannot be read, so nobody knows what it holds. */
  readonly action: 'rewrite' | 'remove';
}

/** The files of a data folder, beside the database, that purge has to do with. */
export class PurgeFiles {
  readonly #backups: BackupFolder;
  readonly #exports: string;

  constructor(home: string) {
    this.#backups = new BackupFolder(home);
    this.#exports = path.join(home, 'exports');
  }

  /** Backups that know one of the memories, newest first. Databases of other programs are none of our business. */
  async holding(ids: readonly string[]): Promise<HoldingBackup[]> {
    const found: HoldingBackup[] = [];
    for (const { path: file } of await this.#backups.list()) {
      const holds = await askBackup(file, (purge) => purge.isOurs && purge.known(ids).length > 0);
      if (holds !== false) found.push({ name: path.basename(file), action: holds ? 'rewrite' : 'remove' });
    }
    for (const name of await this.#backups.asides()) found.push({ name, action: 'remove' });
    return found;
  }

  /** Whole ids of memories in backups that end in these digits. */
  async idsEndingIn(tail: string): Promise<string[]> {
    const found = new Set<string>();
    for (const { path: file } of await this.#backups.list())
      for (const id of (await askBackup(file, (purge) => purge.endingIn(tail))) ?? []) found.add(id);
    return [...found];
  }

  /** Files of the backups folder, to be asked for before the rows are deleted. */
  async before(): Promise<string[]> {
    return this.#backups.names();
  }

  /**
   * Takes the memories out of every backup; of `kept` only what they said earlier. Returns what was done. Not to be
   * called while copies are under way that were there `before`. Those that have ended since may know nothing of the
   * memory and yet have its bytes between their rows; those that have not will never end.
   */
  async purge(
    ids: readonly string[],
    kept: readonly Memory[],
    before: readonly string[],
  ): Promise<HoldingBackup[]> {
    await this.#backups.removeUnfinished(before);
    const all = [...ids, ...kept.map(({ id }) => id)];
    const holding = new Map((await this.holding(all)).map((backup) => [backup.name, backup]));
    for (const { path: file } of await this.#backups.list()) {
      const name = path.basename(file);
      if (before.includes(name) || holding.has(name)) continue;
      if (await askBackup(file, (purge) => purge.isOurs)) holding.set(name, { name, action: 'rewrite' });
    }
    const done: HoldingBackup[] = [];
    for (const { name, action } of holding.values()) {
      const file = path.join(this.#backups.path, name);
      done.push({ name, action: action === 'rewrite' ? await rewritten(file, ids, kept) : action });
      if (done.at(-1)?.action === 'remove') await this.#backups.remove(name);
    }
    return done;
  }

  /** Files below `exports` that hold one of the texts, as paths from there. They are the person's own. */
  async exportsWith(texts: readonly string[]): Promise<string[]> {
    const entries = await readdir(this.#exports, { recursive: true, withFileTypes: true }).catch(() => []);
    const wanted = texts.filter((text) => text !== '').map((text) => Buffer.from(text));
    const found: string[] = [];
    for (const entry of entries.filter((each) => each.isFile())) {
      const file = path.join(entry.parentPath, entry.name);
      const bytes = await readFile(file).catch(() => Buffer.alloc(0));
      if (wanted.some((text) => bytes.includes(text))) found.push(path.relative(this.#exports, file));
    }
    return found.sort();
  }
}

async function rewritten(
  file: string,
  ids: readonly string[],
  kept: readonly Memory[],
): Promise<HoldingBackup['action']> {
  try {
    await purgeBackup(file, ids, kept);
    return 'rewrite';
  } catch (error) {
    if (!isDamaged(error)) throw error;
    return 'remove';
  }
}
