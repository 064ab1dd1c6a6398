import { version } from '../../../core/product.ts';
import { shortId } from '../../../core/shortId.ts';
import { describeBackups } from '../../../protocol/describeBackups.ts';
import { describeEmbedding } from '../../../protocol/describeEmbedding.ts';
import { describeUpkeep } from '../../../protocol/describeUpkeep.ts';
import { describeNetwork } from '../../../protocol/describeNetwork.ts';
import { nameAndStanding } from '../../../protocol/describeJob.ts';
import type { OutputOf } from '../../../protocol/operation.ts';
import { memoryStatusOperation } from '../../../protocol/operations/system/memoryStatus.ts';
import { commandOf } from '../../commandOf.ts';
import { formatBytes, renderTable } from '../../renderMemories.ts';

type Status = OutputOf<typeof memoryStatusOperation>;

const hostNames = {
  editor: 'an editor window',
  serve: 'memory-bridge serve',
  shim: 'memory-bridge mcp',
} as const;

/** Whether this process is the server, for as long as the command takes. */
const isHere = ({ pid }: Status): boolean => pid === process.pid;

export const addStatus = commandOf(
  memoryStatusOperation,
  (result, io) => io.print(renderTable(rowsOf(result), io.paint)),
  { json: (result) => ({ ...result, running: !isHere(result) }) },
);

function rowsOf(result: Status): [string, string][] {
  const host = `${hostNames[result.hostKind]}${result.ghost ? ' whose window is closed' : ''}, process ${result.pid}`;
  const here = isHere(result);
  return [
    ['served by', here ? 'no server; this command read the data itself' : host],
    ['version', result.version === version ? version : `${result.version} (this is ${version})`],
    ['data', result.home],
    ['port', here ? `${result.port} (free)` : `${result.port}, up ${duration(result.uptimeSeconds)}`],
    [
      'database',
      `${formatBytes(result.databaseBytes)}, schema ${result.schemaVersion}, SQLite ${result.sqliteVersion}`,
    ],
    ['search', describeEmbedding(result.embedding)],
    ...(result.network ? [['network', describeNetwork(result.network)] satisfies [string, string]] : []),
    ...(result.jobs ?? []).map((job): [string, string] => [`job ${shortId(job.id)}`, nameAndStanding(job)]),
    ...(result.backups
      ? [['backups', describeBackups(result.backups, Date.now())] satisfies [string, string]]
      : []),
    ...(result.backups?.damaged ?? []).map(({ fault }): [string, string] => ['damaged backup', fault ?? '']),
    ...(result.upkeep ?? [])
      .slice(0, 1)
      .map((entry): [string, string] => ['upkeep', describeUpkeep(entry, Date.now())]),
    ...(result.notices ?? []).map(({ at, text }): [string, string] => [`noted ${at.slice(0, 10)}`, text]),
    ...(here
      ? []
      : [
          ['memory', `${formatBytes(result.rssBytes)}, ${result.eventClients} listening`] satisfies [
            string,
            string,
          ],
        ]),
  ];
}

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)}s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)}m`;
  const hours = Math.floor(seconds / 3600);
  return hours < 48 ? `${hours}h` : `${Math.floor(hours / 24)}d`;
}
