import type { Command } from 'commander';
import { describeJob } from '../../protocol/describeJob.ts';
import { describeEmbedding } from '../../protocol/describeEmbedding.ts';
import { version } from '../../core/product.ts';
import { type CliContext, globalOptionsOf } from '../cliContext.ts';
import { formatBytes, renderTable } from '../renderMemories.ts';
import { addRecover } from './recover.ts';
import { withMemory } from '../withMemory.ts';

export function addServerCommands(program: Command, context: CliContext): void {
  const { io } = context;
  program
    .command('serve')
    .summary('run the memory server')
    .description('Serve the data directory on its port until stopped with Ctrl+C.')
    .action(async (_options: object, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const { runServe } = await import('../serve.ts');
      await runServe({ home: globals.home, port: globals.port, json: globals.json });
    });
  program
    .command('mcp')
    .summary('serve MCP on standard input and output, for agents')
    .description(
      'Serve MCP on standard input and output, for agents. Uses the memory server that runs, or becomes it.',
    )
    .action(async (_options: object, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const { runMcp } = await import('../mcp.ts');
      await runMcp({ home: globals.home, port: globals.port, project: globals.project });
    });
  addStatus(program, context);
  addRecover(program, context);
  program
    .command('backup')
    .summary('back up the database, even while it is in use')
    .action(async (_options: object, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const [{ backupOperation, backupResultSchema }, { finishJob }] = await Promise.all([
        import('../../protocol/operations/system/backup.ts'),
        import('../finishJob.ts'),
      ]);
      const job = await withMemory(globals, io, async (client) => {
        const { result: begun } = await client.call(backupOperation, {});
        return finishJob(client, begun.job, io, (news) => io.progress?.(describeJob(news)));
      });
      const result = backupResultSchema.parse(job.result);
      if (globals.json) return io.print(JSON.stringify(result, undefined, 2));
      io.print(`${result.path}  ${io.paint.dim(formatBytes(result.bytes))}`);
    });
}

const hostNames = {
  editor: 'an editor window',
  serve: 'memory-bridge serve',
  shim: 'memory-bridge mcp',
} as const;

function addStatus(program: Command, { io }: CliContext): void {
  program
    .command('status')
    .summary('show the memory server and its state')
    .action(async (_options: object, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const { serverStatusOperation } = await import('../../protocol/operations/system/serverStatus.ts');
      const { result } = await withMemory(globals, io, (client) => client.call(serverStatusOperation, {}));
      const isHere = result.pid === process.pid;
      if (globals.json) return io.print(JSON.stringify({ ...result, running: !isHere }, undefined, 2));
      const host = `${hostNames[result.hostKind]}${result.ghost ? ' whose window is closed' : ''}, process ${result.pid}`;
      const rows: [string, string][] = [
        ['served by', isHere ? 'no server; this command read the data itself' : host],
        ['version', result.version === version ? version : `${result.version} (this is ${version})`],
        ['data', result.home],
        ['port', isHere ? `${result.port} (free)` : `${result.port}, up ${duration(result.uptimeSeconds)}`],
        [
          'database',
          `${formatBytes(result.databaseBytes)}, schema ${result.schemaVersion}, SQLite ${result.sqliteVersion}`,
        ],
        ['search', describeEmbedding(result.embedding)],
        ...(result.jobs ?? []).map((job): [string, string] => ['job', describeJob(job)]),
        ...(result.notices ?? []).map(({ at, text }): [string, string] => [`noted ${at.slice(0, 10)}`, text]),
        ...(isHere
          ? []
          : [
              ['memory', `${formatBytes(result.rssBytes)}, ${result.eventClients} listening`] satisfies [
                string,
                string,
              ],
            ]),
      ];
      io.print(renderTable(rows, io.paint));
    });
}

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)}s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)}m`;
  const hours = Math.floor(seconds / 3600);
  return hours < 48 ? `${hours}h` : `${Math.floor(hours / 24)}d`;
}
