import type { Command } from 'commander';
import { restoreMemoryOperation } from '../../../protocol/operations/memories/restoreMemory.ts';
import { type CliContext, globalOptionsOf } from '../../cliContext.ts';
import { addForce, isForced } from '../../confirm.ts';
import { describeCommand } from '../../describeCommand.ts';
import { UsageError } from '../../usageError.ts';
import { withMemory } from '../../withMemory.ts';
import { showChanged } from '../memories/showChanged.ts';
import type { RestoreOptions } from './restoreBackup.ts';

/** A memory by its id, or the whole database from a backup: what is named says which. */
export function addRestore(program: Command, context: CliContext): void {
  const { io } = context;
  const restore = describeCommand(program, restoreMemoryOperation.cli)
    .option('--list', 'list the backups')
    .option('--dry-run', 'only say what a backup would change');
  addForce(restore, 'restore a backup without asking').action(
    async (what: string | undefined, options: RestoreOptions, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const { isBackupName, restoreBackup } = await import('./restoreBackup.ts');
      if (what === undefined || options.list || isBackupName(what)) {
        if (what === undefined && !options.list && (options.dryRun || isForced(options)))
          throw new UsageError('Name the backup: memory-bridge restore latest, or one of --list.');
        return restoreBackup(what, options, globals, context);
      }
      if (options.dryRun || isForced(options))
        throw new UsageError(
          `"${what}" names a memory, and --dry-run and --force are for backups. List those with: memory-bridge restore --list`,
        );
      const { result } = await withMemory(globals, io, (client) =>
        client.call(restoreMemoryOperation, { memory_id: what }, { project: globals.project }),
      );
      if (globals.json) io.print(JSON.stringify(result, undefined, 2));
      else showChanged('Restored', result, io);
    },
  );
}
