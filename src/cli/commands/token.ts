import type { Command } from 'commander';
import { type CliContext, globalOptionsOf } from '../cliContext.ts';
import { withMemory } from '../withMemory.ts';

export function addTokenCommands(program: Command, { io }: CliContext): void {
  program
    .command('token')
    .summary('replace the token of the memory server')
    .command('rotate')
    .summary('replace the token')
    .description(
      'Replace the token. Windows, agents and commands that read the token file switch to the new one by themselves. ' +
        'The old token stays valid for 24 hours, for anything that still uses it.',
    )
    .option('--now', 'revoke the old token at once, for example because someone has seen it')
    .action(async (options: { now?: boolean }, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const { rotateTokenOperation } = await import('../../protocol/operations/system/rotateToken.ts');
      const now = options.now ?? false;
      const { result } = await withMemory(globals, io, (client) =>
        client.call(rotateTokenOperation, { now }),
      );
      if (globals.json) return io.print(JSON.stringify(result, undefined, 2));
      const { previousUntil } = result;
      io.print('A new token is in use.');
      io.note(
        io.paint.dim(
          previousUntil === null
            ? 'The old one is revoked. Restart OpenCode if its configuration uses the address of the server.'
            : `The old one stays valid until ${new Date(previousUntil).toLocaleString()}.`,
        ),
      );
    });
}
