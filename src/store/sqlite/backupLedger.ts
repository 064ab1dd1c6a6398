import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BackupContents } from '../ports/backups.ts';

/** What a look through a backup has found, and which file that was: one that was written since is another. */
export interface BackupCheck {
  readonly bytes: number;
  readonly modifiedAt: number;
  readonly fault: string | null;
  readonly contents: BackupContents | null;
}

export const backupLedgerName = 'backups.json';

/** `<home>/backups.json`: numbers alone, so that purge has nothing to look for in it. */
export class BackupLedger {
  readonly #file: string;
  readonly #folder: string;

  constructor(home: string, folder: string) {
    this.#file = path.join(home, backupLedgerName);
    this.#folder = folder;
  }

  /** By name, of those that are as they were when they were looked through. */
  async read(): Promise<Map<string, BackupCheck>> {
    const found = new Map<string, BackupCheck>();
    for (const [name, check] of Object.entries(await this.#entries())) {
      const file = await this.facts(name);
      if (file && file.bytes === check.bytes && file.modifiedAt === check.modifiedAt) found.set(name, check);
    }
    return found;
  }

  /**
   * Bytes and time are those of the file before it was looked through. What was known of files that are gone is dropped. A folder
   * that cannot be written to loses nothing but the look.
   */
  async note(name: string, check: BackupCheck): Promise<void> {
    const checks = Object.fromEntries([...(await this.read()), [name, check]]);
    const draft = `${this.#file}.tmp`;
    try {
      await writeFile(draft, `${JSON.stringify(checks, undefined, 2)}\n`, { mode: 0o600 });
      await rename(draft, this.#file);
    } catch {
      await rm(draft, { force: true });
    }
  }

  async facts(name: string): Promise<Pick<BackupCheck, 'bytes' | 'modifiedAt'> | undefined> {
    const info = await stat(path.join(this.#folder, name)).catch(() => undefined);
    return info?.isFile() ? { bytes: info.size, modifiedAt: Math.round(info.mtimeMs) } : undefined;
  }

  /** Whatever stands in the file: what is no check of ours is passed over. */
  async #entries(): Promise<Record<string, BackupCheck>> {
    try {
      const parsed: unknown = JSON.parse(await readFile(this.#file, 'utf8'));
      if (typeof parsed !== 'object' || parsed === null) return {};
      return Object.fromEntries(
        Object.entries(parsed).filter((entry): entry is [string, BackupCheck] => isCheck(entry[1])),
      );
    } catch {
      return {};
    }
  }
}

function isCheck(value: unknown): value is BackupCheck {
  if (typeof value !== 'object' || value === null) return false;
  const { bytes, modifiedAt, fault, contents } = value as Partial<Record<keyof BackupCheck, unknown>>;
  if (typeof bytes !== 'number' || typeof modifiedAt !== 'number') return false;
  if (fault !== null) return typeof fault === 'string';
  if (typeof contents !== 'object' || contents === null) return false;
  const { schemaVersion, memories, mark } = contents as Partial<Record<keyof BackupContents, unknown>>;
  return typeof schemaVersion === 'number' && typeof memories === 'number' && typeof mark === 'string';
}
