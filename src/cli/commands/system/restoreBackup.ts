import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { memoriesCounted } from '../../../core/text/countOf.ts';
import { MemoryBridgeError } from '../../../core/errors.ts';
import type { MemoryClient } from '../../../client/memoryClient.ts';
import type { BackupRecordView, RestoreView } from '../../../protocol/backupRecord.ts';
import type { OutputOf } from '../../../protocol/operation.ts';
import { listBackupsOperation } from '../../../protocol/operations/system/listBackups.ts';
import { restoreBackupOperation } from '../../../protocol/operations/system/restoreBackup.ts';
import type { CliContext, GlobalOptions } from '../../cliContext.ts';
import type { CliIo } from '../../cliIo.ts';
import { confirmed } from '../../confirm.ts';
import { outsideNote } from '../../../protocol/outsideNote.ts';
import { exitCodes } from '../../exitCodes.ts';
import { formatBytes, renderTable } from '../../renderMemories.ts';
import { withMemory } from '../../withMemory.ts';

type Plan = OutputOf<typeof restoreBackupOperation>;

export interface RestoreOptions {
  readonly list?: boolean;
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly yes?: boolean;
}

/** A name of a backup, a path, or `latest`: never what an id of a memory looks like. */
export const isBackupName = (what: string): boolean =>
  what === 'latest' || what.endsWith('.db') || /[\\/]/.test(what);

/** Puts a backup in the place of the database, or says what there is and what that would do. */
export async function restoreBackup(
  what: string | undefined,
  options: RestoreOptions,
  globals: GlobalOptions,
  context: CliContext,
): Promise<void> {
  const { io } = context;
  await withMemory(globals, io, async (client) => {
    if (what === undefined || options.list) return list(client, globals, io);
    const backup = nameOf(what, io.cwd);
    const { result: plan } = await client.call(restoreBackupOperation, { backup, dry_run: true });
    if (!globals.json || !options.dryRun) say(plan, globals, io);
    if (options.dryRun) return globals.json ? io.print(JSON.stringify(plan, undefined, 2)) : undefined;
    const isWanted = await confirmed(
      `Put ${plan.backup.name} in the place of the database?`,
      options,
      globals,
      io,
    );
    if (!isWanted) {
      context.exitCode = exitCodes.failed;
      return io.note('Nothing was changed.');
    }
    const { result } = await client.call(restoreBackupOperation, {
      backup: plan.backup.path,
      request_id: randomUUID(),
    });
    const done = await settled(client, result.restore);
    if (globals.json) return io.print(JSON.stringify({ ...result, restore: done }, undefined, 2));
    io.print(`Restored ${memoriesCounted(plan.memories.after)} from ${plan.backup.path}.`);
    io.print(`What was there is kept. To go back: memory-bridge restore ${done.kept}`);
  });
}

/** The server has other folders than the shell: what names a file here is told as a whole path. */
function nameOf(what: string, cwd: string): string {
  const file = path.resolve(cwd, what);
  return what !== 'latest' && (/[\\/]/.test(what) || existsSync(file)) ? file : what;
}

/** The server closes the database, and answers again once it has opened what is there then. */
async function settled(client: MemoryClient, begun: RestoreView | null): Promise<RestoreView> {
  for (;;) {
    const { restore } = (await client.call(listBackupsOperation, {})).result;
    if (restore?.id === begun?.id && restore?.state === 'done') return restore;
    if (restore?.id === begun?.id && restore?.state === 'failed')
      throw new MemoryBridgeError(
        'unavailable',
        `${restore.error ?? 'It failed.'} The database is as it was.`,
      );
    await delay(100);
  }
}

async function list(client: MemoryClient, { json }: GlobalOptions, io: CliIo): Promise<void> {
  const { result } = await client.call(listBackupsOperation, {});
  if (json) return io.print(JSON.stringify(result, undefined, 2));
  if (result.backups.length === 0)
    return io.print('There is no backup yet. Make one with: memory-bridge backup');
  io.print(
    renderTable(
      result.backups.map((backup): [string, string] => [backup.name, rowOf(backup)]),
      io.paint,
    ),
  );
  io.note(io.paint.dim('See what one would change: memory-bridge restore <name> --dry-run'));
}

const origins: Readonly<Record<BackupRecordView['origin'], string>> = {
  daily: 'daily',
  person: 'by hand',
  migration: 'before an update',
  restore: 'before a restore',
  rescued: 'rescued',
};

function rowOf({ madeAt, bytes, memories, origin, state, fault }: BackupRecordView): string {
  const time = new Date(madeAt).toISOString().slice(0, 16).replace('T', ' ');
  return [
    time,
    formatBytes(bytes),
    ...(memories === null ? [] : [memoriesCounted(memories)]),
    origins[origin],
    fault ?? state,
  ].join(', ');
}

function say(
  { backup, isOutside, memories, lost, gained, changed }: Plan,
  { json }: GlobalOptions,
  io: CliIo,
): void {
  if (json) return;
  const newest =
    backup.newestChange === null ? '' : `, the last change of ${new Date(backup.newestChange).toISOString()}`;
  io.note(`${backup.name}: ${memoriesCounted(memories.after)}${newest}.`);
  io.note(
    `There are ${memoriesCounted(memories.now)} now: ${lost} would be lost, ${gained} come back, ${changed} be as before.`,
  );
  if (isOutside) io.note(io.paint.yellow(outsideNote));
}
