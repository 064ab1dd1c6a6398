import type { Command } from 'commander';
import { type CliContext, globalOptionsOf } from '../../cliContext.ts';

export function addServe(program: Command, { io }: CliContext): void {
  program
    .command('serve')
    .summary('run the memory server')
    .description('Serve the data directory on its port until stopped with Ctrl+C.')
    .action(async (_options: object, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const { runServe } = await import('../../serve.ts');
      await runServe({ home: globals.home, port: globals.port, json: globals.json });
    });
}

export function addMcp(program: Command, { io }: CliContext): void {
  program
    .command('mcp')
    .summary('serve MCP on standard input and output, for agents')
    .description(
      'Serve MCP on standard input and output, for agents. Uses the memory server that runs, or becomes it.',
    )
    .action(async (_options: object, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const { runMcp } = await import('../../mcp.ts');
      await runMcp({ home: globals.home, port: globals.port, project: globals.project });
    });
}
