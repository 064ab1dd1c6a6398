import type { Command } from 'commander';
import { memoriesCounted } from '../../../core/text/countOf.ts';
import { type CliContext, globalOptionsOf } from '../../cliContext.ts';
import { openDirectory } from '../../withMemory.ts';

export function addRecover(program: Command, { io }: CliContext): void {
  program
    .command('recover')
    .summary('replace a damaged database with a backup')
    .description(
      'Replace the database with the newest intact backup, or with the given file. What was there is kept next to the backups. Stop every memory server first.',
    )
    .argument('[file]', 'a backup or a rescued database')
    .option('--empty', 'set the database aside and start with an empty one')
    .action(async (file: string | undefined, options: { empty?: boolean }, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const directory = await openDirectory(globals, io);
      const { recoverAsOwner } = await import('../../recoverAsOwner.ts');
      const done = await recoverAsOwner(directory, {
        port: globals.port,
        from: file,
        empty: options.empty ?? false,
      });
      if (globals.json) return io.print(JSON.stringify(done, undefined, 2));
      const newest =
        done.newestChange === null ? '' : `, the newest of ${new Date(done.newestChange).toISOString()}`;
      io.print(
        done.from === null
          ? 'The memory is empty now.'
          : `Recovered ${memoriesCounted(done.memories)}${newest}, from ${done.from}.`,
      );
      if (done.keptIn !== null) io.print(`What was there is kept in ${done.keptIn}.`);
    });
}
