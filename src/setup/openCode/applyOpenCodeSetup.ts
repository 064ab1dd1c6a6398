import { endOfLinks } from '../../home/endOfLinks.ts';
import { readWhole, writeWhole } from '../../home/wholeFile.ts';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { OpenCodeSetupPlan } from './planOpenCodeSetup.ts';
import { assertWritable, cannotWrite } from './configAccess.ts';
import {
  type SetupAction,
  hashOf,
  markUndone,
  readRecords,
  recordName,
  writeRecord,
} from './setupRecords.ts';

export interface ApplyOptions {
  /** The person has seen `plan.foreign` and wants it replaced. */
  readonly replaceForeign?: boolean;
}

/**
 * Writes what a plan says: backup first, then the file in one step. Refuses with `conflict` when the file is no longer
 * what the plan was made for, or when it would replace somebody else's entry without a yes.
 */
export async function applyOpenCodeSetup(
  plan: OpenCodeSetupPlan,
  { replaceForeign = false }: ApplyOptions = {},
): Promise<void> {
  if (plan.action === 'none') return;
  if (plan.foreign !== null && !replaceForeign)
    throw new MemoryBridgeError(
      'conflict',
      `${plan.path} already has an MCP server named "memory" that belongs to something else. Confirm that it may be replaced.`,
      { details: { path: plan.path } },
    );
  await applyFileChange({ ...plan, action: plan.action });
}

/** A change of one file that a person has seen. */
export interface FileChange {
  readonly action: SetupAction;
  readonly path: string;
  /** Text now; null when the file does not exist. */
  readonly before: string | null;
  /** Text afterwards; null when the file goes away again. */
  readonly after: string | null;
  /** Where the present text is kept; null when there is none. */
  readonly backupPath: string | null;
  readonly home: string;
  readonly at: number;
}

/** Writes a change: backup first, then the file in one step. Refuses with `conflict` when it is not what it was any more. */
export async function applyFileChange(plan: FileChange): Promise<void> {
  if ((readWhole(plan.path) ?? null) !== plan.before)
    throw new MemoryBridgeError(
      'conflict',
      `The file has changed since you saw the change, so nothing was written. Run the setup again: ${plan.path}`,
      { details: { path: plan.path } },
    );
  await assertWritable(plan.path);
  const record = await recordChange(plan);
  try {
    await put(plan.path, plan.after);
  } catch (error) {
    await rm(record, { force: true });
    throw await cannotWrite(plan.path, error);
  }
}

/** Keeps what a file was, so that a change of it can be taken back, and returns where that is noted. */
export async function recordChange(plan: FileChange): Promise<string> {
  if (plan.backupPath !== null && plan.before !== null) {
    await mkdir(path.dirname(plan.backupPath), { recursive: true, mode: 0o700 });
    await writeFile(plan.backupPath, plan.before, { mode: 0o600 });
  }
  const record = `${recordName(plan.home, plan.path, plan.at)}.json`;
  await writeRecord(record, {
    path: plan.path,
    at: plan.at,
    action: plan.action,
    backup: plan.backupPath,
    afterHash: hashOf(plan.after),
    undone: false,
  });
  return record;
}

/**
 * Puts the file back as it was before the last setup that touched it. Refuses with `conflict` when it was edited
 * since, and with `not_found` when there is nothing to take back.
 */
export async function undoOpenCodeSetup({
  home,
  path: file,
}: {
  readonly home: string;
  readonly path: string;
}): Promise<{ readonly path: string; readonly deleted: boolean }> {
  const [record] = await readRecords(home, file);
  if (!record)
    throw new MemoryBridgeError(
      'not_found',
      `No change to ${file} is on record, so there is nothing to undo.`,
    );
  if (hashOf(readWhole(file) ?? null) !== record.afterHash)
    throw new MemoryBridgeError(
      'conflict',
      `${file} was edited after the ${record.action === 'settings' ? 'change' : 'setup'}, so it was left alone. ` +
        (record.backup !== null
          ? `The previous version is in ${record.backup}.`
          : record.action === 'settings'
            ? 'It did not exist before.'
            : 'It did not exist before: remove the "memory" entry with "setup opencode --remove".'),
      { details: { path: file, backup: record.backup } },
    );
  try {
    await put(file, record.before);
  } catch (error) {
    throw await cannotWrite(file, error);
  }
  await markUndone(record);
  return { path: file, deleted: record.before === null };
}

async function put(file: string, text: string | null): Promise<void> {
  // A link that led nowhere is to do so again.
  if (text === null) await rm(endOfLinks(file), { force: true });
  else writeWhole(file, text);
}
