import type { Command } from 'commander';
import { type CliContext, globalOptionsOf } from '../cliContext.ts';
import { withMemory } from '../withMemory.ts';

export function addTokenCommands(program: Command, { io }: CliContext): void {
  program
    .command('token')
    .summary('replace the token of the memory server')
    .command('rotate')
    .summary('put a new token in force')
    .description(
      'Put a new token in force. Windows, agents and commands that read the token file go on by themselves. ' +
        'The old token is honoured for 24 hours, for whatever still holds it.',
    )
    .option('--now', 'end the old token at once, for example because somebody has seen it')
    .action(async (options: { now?: boolean }, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const { rotateTokenOperation } = await import('../../protocol/operations/rotateToken.ts');
      const now = options.now ?? false;
      const { result } = await withMemory(globals, io, (client) =>
        client.call(rotateTokenOperation, { now }),
      );
      if (globals.json) return io.print(JSON.stringify(result, undefined, 2));
      const { previousUntil } = result;
      io.print('A new token is in force.');
      io.note(
        io.paint.dim(
          previousUntil === null
            ? 'The old one has ended. Restart OpenCode where its configuration names the server by its address.'
            : `The old one is honoured until ${new Date(previousUntil).toLocaleString()}.`,
        ),
      );
    });
}
