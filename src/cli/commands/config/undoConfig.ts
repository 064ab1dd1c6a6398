import type { Command } from 'commander';
import { configureOperation } from '../../../protocol/operations/system/configure.ts';
import { type CliContext, globalOptionsOf } from '../../cliContext.ts';
import { openDirectory, withMemory } from '../../withMemory.ts';

export function addUndoConfig(config: Command, { io }: CliContext): void {
  config
    .command('undo')
    .summary('put the settings back to what they were before those of another memory were taken over')
    .action(async (_options: object, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const [{ undoOpenCodeSetup }, { findOwner }, { TokenFile }] = await Promise.all([
        import('../../../setup/openCode/applyOpenCodeSetup.ts'),
        import('../../../client/ownerSearch.ts'),
        import('../../../home/token.ts'),
      ]);
      const directory = await openDirectory(globals, io);
      const { home, configFile: path } = directory;
      const { deleted } = await undoOpenCodeSetup({ home, path });
      // One that runs acts on some settings at once.
      const { kind } = await findOwner(directory, new TokenFile(directory));
      if (kind === 'owner')
        await withMemory(globals, io, (client) => client.call(configureOperation, { set: {} }));
      if (globals.json) io.print(JSON.stringify({ path, undone: true, deleted }, undefined, 2));
      else io.print(deleted ? `Deleted ${path}, which was not there before.` : `Restored ${path}.`);
    });
}
