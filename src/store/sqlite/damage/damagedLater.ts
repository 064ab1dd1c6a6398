import { writeFile } from 'node:fs/promises';
import { MemoryBridgeError } from '../../../core/errors.ts';
import type { Memory } from '../../../core/memory/memory.ts';
import type { BackupFolder } from '../backupFolder.ts';

export interface DamagedLaterParts {
  /** The path of the database. */
  readonly file: string;
  readonly backups: BackupFolder;
  /** What was saved since the start, as it was said last. */
  readonly saved: readonly Memory[];
  readonly now: number;
}

/**
 * The refusal of writes to a database whose damage showed while it was served. What was saved meanwhile is in its log,
 * which no backup knows, so it is also kept as a text.
 */
export async function damagedLater(
  faults: readonly string[],
  { file, backups, saved, now }: DamagedLaterParts,
): Promise<MemoryBridgeError> {
  // Whatever is in the way of that, a full disk for instance: nothing is written to the database.
  const text = await keepAsText(saved, backups, now).catch(() => undefined);
  const { sentences, newest } = await recoveryAdvice(backups);
  const meanwhile = text === undefined ? '' : ` What was saved since the server started is also in ${text}.`;
  return new MemoryBridgeError(
    'read_only',
    `The database ${file} is damaged, so nothing is saved any more; reading goes on as far as it can.${meanwhile} ${sentences}`,
    { details: { reason: 'database_damaged', faults, newestBackup: newest, saved: text ?? null } },
  );
}

/** What a person can do about a damaged database, and the newest backup. */
export async function recoveryAdvice(
  backups: BackupFolder,
): Promise<{ readonly sentences: string; readonly newest: string | null }> {
  const [newest] = await backups.list();
  const sentences = newest
    ? `The newest backup is from ${new Date(newest.modifiedAt).toISOString()}. To put it back and keep the damaged file beside it, run: memory-bridge recover`
    : `There is no backup in ${backups.path}. To set it aside and start with an empty one, run: memory-bridge recover --empty`;
  return { sentences, newest: newest?.path ?? null };
}

async function keepAsText(
  saved: readonly Memory[],
  backups: BackupFolder,
  now: number,
): Promise<string | undefined> {
  if (saved.length === 0) return undefined;
  const file = (await backups.newPath('saved-meanwhile', now)).replace(/db$/, 'md');
  const texts = saved.map(
    ({ title, category, project, content }) => `# ${title}\n\n${category}, ${project}\n\n${content}\n`,
  );
  await writeFile(file, texts.join('\n'), { mode: 0o600, flush: true });
  return file;
}
