import { isErrno } from '../../home/errno.ts';
import { readWhole } from '../../home/wholeFile.ts';
import { createHash } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** `switch_off`: entries of other memories; `settings`: settings of ours that were taken over from another memory. */
export type SetupAction = 'add' | 'update' | 'replace' | 'remove' | 'switch_off' | 'settings';

/** What a setup did to a file, kept beside the backup so that it can be taken back exactly. */
export interface SetupRecord {
  readonly path: string;
  readonly at: number;
  readonly action: SetupAction;
  /** Backup of the file as it was before; null when the setup created it. */
  readonly backup: string | null;
  /** SHA-256 of the file as the setup left it; null when it deleted it. */
  readonly afterHash: string | null;
  readonly undone: boolean;
}

/** A record with the file it is kept in and the text from before. */
export interface StoredRecord extends SetupRecord {
  readonly file: string;
  readonly before: string | null;
}

export function hashOf(text: string | null): string | null {
  return text === null ? null : createHash('sha256').update(text).digest('hex');
}

function recordsFolder(home: string): string {
  return path.join(home, 'backups', 'opencode');
}

/** Path without extension for the next backup and record of a configuration file. Sorts by time. */
export function recordName(home: string, configPath: string, at: number): string {
  const stamp = new Date(at).toISOString().replaceAll(/[-:]/g, '').replace('.', '');
  return path.join(recordsFolder(home), `${stamp}-${hashOf(configPath)?.slice(0, 8)}`);
}

/** Records of a configuration file, newest first, those that were undone left out. */
export async function readRecords(home: string, configPath: string): Promise<StoredRecord[]> {
  const folder = recordsFolder(home);
  const suffix = `-${hashOf(configPath)?.slice(0, 8)}.json`;
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const records: StoredRecord[] = [];
  for (const name of names.filter((each) => each.endsWith(suffix)).sort()) {
    const file = path.join(folder, name);
    const record = recordIn(textIn(file));
    if (!record) continue;
    const before = record.backup === null ? null : (textIn(record.backup) ?? null);
    // A backup that somebody deleted cannot be restored: the record is of no use any more.
    if (record.undone || (record.backup !== null && before === null)) continue;
    records.push({ ...record, file, before });
  }
  return records.toReversed();
}

/** Undefined for what is no file, whatever lies there under the name of one. */
function textIn(file: string): string | undefined {
  try {
    return readWhole(file);
  } catch (error) {
    if (isErrno(error, 'EISDIR', 'EINVAL')) return undefined;
    throw error;
  }
}

/** Undefined for one that was cut short by a loss of power: it says nothing that could be taken back. */
function recordIn(text: string | undefined): SetupRecord | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'backup' in value
      ? (value as SetupRecord)
      : undefined;
  } catch {
    return undefined;
  }
}

export async function writeRecord(file: string, record: SetupRecord): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, `${JSON.stringify(record, undefined, 2)}\n`, { mode: 0o600 });
}

/** Marks a record as taken back, so that the next undo goes one step further. */
export async function markUndone({ file, before: _before, ...record }: StoredRecord): Promise<void> {
  await writeRecord(file, { ...record, undone: true });
}
