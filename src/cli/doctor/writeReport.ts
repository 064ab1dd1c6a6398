import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { protocolVersion, version } from '../../core/product.ts';
import { DataDirectory } from '../../home/dataDirectory.ts';
import type { OutputOf } from '../../protocol/operation.ts';
import { memoryStatusOperation } from '../../protocol/operations/system/memoryStatus.ts';
import { statsOperation } from '../../protocol/operations/system/stats.ts';
import type { GlobalOptions } from '../cliContext.ts';
import type { CliIo } from '../cliIo.ts';
import { isBegun, withMemory } from '../withMemory.ts';
import type { Check } from './check.ts';
import { logExcerpt } from './logExcerpt.ts';
import { omitted, OwnSentences } from './ownSentences.ts';
import { safeSettings } from './safeSettings.ts';

type Status = OutputOf<typeof memoryStatusOperation>;
type Stats = OutputOf<typeof statsOperation>;

/**
 * Writes what somebody who is asked for help needs to know, and nothing of what is remembered: numbers, states and
 * sentences of the program itself. Throws `EEXIST` for a file that is there already.
 */
export async function writeReport(
  file: string,
  checks: readonly Check[],
  { globals, io, replace }: { globals: GlobalOptions; io: CliIo; replace: boolean },
): Promise<void> {
  const directory = DataDirectory.resolve({ home: globals.home, env: io.env });
  const own = OwnSentences.ofFolder(fileURLToPath(new URL('.', import.meta.url)));
  const told = isBegun(directory) ? await ask(globals, io) : undefined;
  const text = reportOf({
    checks,
    told,
    lines: await logExcerpt(directory, (said) => own.repeat(said)),
    personal: [io.env['HOME'] ?? os.homedir(), os.homedir()],
  });
  await writeFile(file, text, { flag: replace ? 'w' : 'wx', mode: 0o600 });
}

/** A memory that cannot be asked is one of the things that a report is about. */
async function ask(globals: GlobalOptions, io: CliIo): Promise<{ status: Status; stats: Stats } | undefined> {
  try {
    return await withMemory(globals, io, async (client) => ({
      status: (await client.call(memoryStatusOperation, {})).result,
      stats: (await client.call(statsOperation, {})).result,
    }));
  } catch {
    return undefined;
  }
}

export interface ReportParts {
  readonly checks: readonly Check[];
  readonly told: { readonly status: Status; readonly stats: Stats } | undefined;
  readonly lines: readonly string[];
  /** Folders that are written as `~`. */
  readonly personal: readonly string[];
}

export function reportOf({ checks, told, lines, personal }: ReportParts): string {
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['Versions', versionLines(told?.status)],
    ['Checks', checks.map((check) => checkLine(check, told?.status))],
    ...(told
      ? [
          ['Counts', countLines(told)] as const,
          ['Settings', safeSettings(told.status.config).map((line) => `- ${line}`)] as const,
        ]
      : []),
    ['Log', ['```', ...lines, '```']],
  ];
  const text = [
    '# Memory Bridge report',
    '',
    `Nothing that is remembered is in here. ${omitted} stands for what the log quotes.`,
    ...sections.flatMap(([title, body]) => ['', `## ${title}`, '', ...body]),
    '',
  ].join('\n');
  return personal.reduce(
    (shortened, folder) => (folder.length > 1 ? shortened.replaceAll(folder, '~') : shortened),
    text,
  );
}

function versionLines(status: Status | undefined): string[] {
  const server = status
    ? `${status.version}, ${status.hostKind}, epoch ${status.epoch}, up ${Math.round(status.uptimeSeconds)} s`
    : 'not asked';
  return [
    `- memory-bridge ${version}, protocol ${protocolVersion}`,
    `- server: ${server}`,
    `- schema ${status?.schemaVersion ?? 'unknown'}, SQLite ${status?.sqliteVersion ?? 'unknown'}`,
    `- node ${process.versions.node}, ${process.platform} ${process.arch}, ${os.release()}`,
  ];
}

/** What was found of the data names memories: that something was is told, and where to read it. */
function checkLine({ name, state, found, advice, quotes }: Check, status: Status | undefined): string {
  const texts = [...(status?.notices ?? []).map(({ text }) => text), status?.inspection?.damage ?? ''];
  const isQuoting = texts.some((text) => text !== '' && found.includes(text));
  const said = quotes
    ? `${omitted}, see memory-bridge doctor`
    : isQuoting
      ? `${omitted}, see memory-bridge status`
      : found;
  return `- ${state} ${name}: ${said}${advice === undefined ? '' : ` (${advice})`}`;
}

function countLines({ status, stats }: { status: Status; stats: Stats }): string[] {
  const counted = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || 'none';
  const { backups } = status;
  return [
    `- memories: ${stats.memories}; ${counted(stats.byCategory)}; ${counted(stats.byStatus)}`,
    `- projects with memories: ${stats.byProject.length}, sessions at work: ${stats.sessions}`,
    `- open blockers: ${stats.openBlockers}, in the Inbox: ${stats.candidates}`,
    `- database: ${status.databaseBytes} bytes, server: ${status.rssBytes} bytes resident, ${status.eventClients} listening`,
    `- search vectors: ${status.embedding.state}, ${status.embedding.progress ? `${status.embedding.progress.done} of ${status.embedding.progress.total}` : 'complete'}`,
    `- jobs: ${(status.jobs ?? []).map(({ kind, state }) => `${kind} ${state}`).join(', ') || 'none'}`,
    `- notices: ${status.notices?.length ?? 0}`,
    ...(backups
      ? [`- backups: ${backups.count}, ${backups.bytes} bytes, ${backups.damaged.length} damaged`]
      : []),
  ];
}
