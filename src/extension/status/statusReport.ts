import { env, l10n, version as editorVersion } from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import { ageLabel } from '../../core/text/ageLabel.ts';
import { describeSettings } from '../../protocol/describeSettings.ts';
import type { OutputOf } from '../../protocol/operation.ts';
import { memoryStatusOperation } from '../../protocol/operations/system/memoryStatus.ts';
import { statsOperation } from '../../protocol/operations/system/stats.ts';
import { version } from '../../core/product.ts';
import type { Contributions, StatusRows, StatusSection } from '../shared/contributions.ts';
import { localDate } from '../shared/platform/localDate.ts';
import type { OutputLogger } from '../shared/platform/outputLogger.ts';
import { categoryLook } from '../shared/memory/categoryLook.ts';
import { categories } from '../../core/memory/memory.ts';
import { editorActivation } from './editorActivation.ts';

type ServerStatus = OutputOf<typeof memoryStatusOperation>;
type Stats = OutputOf<typeof statsOperation>;

/** A state that lasts longer than this is worth a page that says so, ms. */
const patience = 3000;

export interface ExtensionFacts {
  /** Of `activate` alone, ms: said where the editor keeps no figure of its own. */
  readonly activationMilliseconds: () => number;
  readonly extensionId: string;
  readonly home: string;
}

export interface StatusReportParts {
  readonly client: MemoryClient;
  readonly logger: OutputLogger;
  readonly facts: ExtensionFacts;
  readonly sections: Contributions<StatusSection>;
}

/** Everything that somebody needs who asks "does it work, and if not, why". Holds no text of memories. */
export class StatusReport {
  readonly #client: MemoryClient;
  readonly #logger: OutputLogger;
  readonly #facts: ExtensionFacts;
  readonly #sections: Contributions<StatusSection>;

  constructor({ client, logger, facts, sections }: StatusReportParts) {
    this.#client = client;
    this.#logger = logger;
    this.#facts = facts;
    this.#sections = sections;
  }

  async markdown(): Promise<string> {
    const sections = [`# ${l10n.t('Memory status')}`, this.#connection()];
    const details: string[] = [];
    try {
      const options = { signal: AbortSignal.timeout(patience) };
      const [status, stats] = await Promise.all([
        this.#client.call(memoryStatusOperation, {}, options),
        this.#client.call(statsOperation, {}, options),
      ]);
      const { percent, damage } = status.result.inspection ?? {};
      if (damage !== undefined)
        sections.push(
          l10n.t(
            'The database is damaged, and nothing is saved any more. Run "memory-bridge status" for details.',
          ),
        );
      else if (percent !== undefined)
        sections.push(
          l10n.t('The memory server ended unexpectedly. Its database is being checked: {0} %.', percent),
        );
      const notice = status.result.notices?.at(-1);
      // Its text names memories, and this page is made to be shown to others.
      if (notice)
        sections.push(
          l10n.t(
            'A problem with the data was found on {0}. Run "memory-bridge status" for details.',
            notice.at.slice(0, 10),
          ),
        );
      sections.push(...serverSections(status.result, stats.result));
      for (const each of this.#sections.all)
        details.push(section(each.title, await each.rows(status.result)));
    } catch (error) {
      // What the first sentence of the page says already is not said again.
      const { state } = this.#client;
      const reason = reasonOf(error);
      if (state.kind !== 'failed' || state.error.message !== reason)
        sections.push(l10n.t('The memory server did not answer: {0}', reason));
    }
    sections.push(this.#editor(), ...details, this.#problems());
    return `${sections.join('\n\n')}\n`;
  }

  #connection(): string {
    const { state } = this.#client;
    switch (state.kind) {
      case 'connecting':
        return l10n.t('Connecting to the memory server.');
      case 'connected':
        return state.isOwnerHere
          ? l10n.t('Connected. This window runs the memory server.')
          : l10n.t('Connected. Another window or program runs the memory server.');
      case 'failed':
        return l10n.t('Not connected: {0}', state.error.message);
    }
  }

  #editor(): string {
    return section(l10n.t('Editor'), [
      [l10n.t('Extension'), version],
      [l10n.t('Editor'), `${env.appName} ${editorVersion}`],
      [
        l10n.t('Runs'),
        env.remoteName === undefined ? l10n.t('locally') : l10n.t('remotely, {0}', env.remoteName),
      ],
      [l10n.t('Activation'), this.#activation()],
      [l10n.t('Data directory'), this.#facts.home],
    ]);
  }

  /** As a person felt it: the editor counts the loading of the files too. */
  #activation(): string {
    const measured = editorActivation(this.#facts.extensionId);
    if (measured === undefined) return `${this.#facts.activationMilliseconds().toFixed(0)} ms`;
    const { loading, starting } = measured;
    return l10n.t(
      '{0} ms: {1} to load, {2} to start',
      (loading + starting).toFixed(0),
      loading.toFixed(0),
      starting.toFixed(0),
    );
  }

  #problems(): string {
    const problems = this.#logger.recentProblems.map(
      ({ at, text }) => `- ${localDate(at)} ${text.split('\n')[0] ?? ''}`,
    );
    const title = `## ${l10n.t('Recent problems')}`;
    return `${title}\n\n${problems.length === 0 ? l10n.t('None since this window was opened.') : problems.join('\n')}`;
  }
}

function serverSections(status: ServerStatus, stats: Stats): string[] {
  const server = section(l10n.t('Server'), [
    [l10n.t('Version'), `${status.version} (protocol ${status.protocolVersion})`],
    [l10n.t('Process'), l10n.t('{0}, hosted by {1}', status.pid, hostText(status.hostKind))],
    [l10n.t('Port'), String(status.port)],
    [l10n.t('Running for'), runningFor(status.startedAt)],
    [l10n.t('Takeovers so far'), String(status.epoch)],
    [l10n.t('Connected clients'), String(status.eventClients)],
    [l10n.t('Memory in use'), megabytes(status.rssBytes)],
    [l10n.t('Database'), `${megabytes(status.databaseBytes)}, SQLite ${status.sqliteVersion}`],
    ...(status.backups ? [[l10n.t('Backups'), backupsText(status.backups)] satisfies [string, string]] : []),
    ...(status.network ? [[l10n.t('Network'), networkText(status.network)] satisfies [string, string]] : []),
    [l10n.t('Settings'), settingsText(status)],
  ]);
  const counts = section(l10n.t('Memories'), [
    [l10n.t('All'), String(stats.memories)],
    [l10n.t('Open blockers'), String(stats.openBlockers)],
    [l10n.t('To review'), String(stats.candidates)],
    ...categories
      .filter((category) => (stats.byCategory[category] ?? 0) > 0)
      .map((category): [string, string] => [categoryLook(category).many, String(stats.byCategory[category])]),
  ]);
  return status.ghost ? [ghostNote(), server, counts] : [server, counts];
}

function backupsText({ count, newest, damaged }: NonNullable<ServerStatus['backups']>): string {
  if (count === 0) return l10n.t('none yet');
  return [
    String(count),
    newest
      ? l10n.t('the newest that is verified of {0}', localDate(newest.madeAt))
      : l10n.t('none of them verified yet'),
    ...(damaged.length > 0 ? [l10n.t('{0} damaged', damaged.length)] : []),
  ].join(', ');
}

function runningFor(startedAt: number): string {
  const age = ageLabel(startedAt, Date.now());
  return age === 'now' ? l10n.t('less than a minute') : age;
}

const settingsText = (status: ServerStatus): string =>
  status.changedSettings && Object.keys(status.changedSettings).length === 0
    ? l10n.t('as they are initially')
    : describeSettings(status);

/** Not a fault: the editor keeps an extension host for a while after its window was lost. */
function ghostNote(): string {
  return l10n.t(
    'The window that ran the server closed unexpectedly, and the editor keeps its process for a while. Memory still works; another window takes over when that process ends.',
  );
}

function hostText(kind: ServerStatus['hostKind']): string {
  switch (kind) {
    case 'editor':
      return l10n.t('an editor window');
    case 'serve':
      return l10n.t('the command line');
    case 'shim':
      return l10n.t('an agent');
  }
}

function networkText({ offline, proxy }: NonNullable<ServerStatus['network']>): string {
  if (offline !== undefined) return l10n.t('offline: {0} keeps every request on this computer', offline);
  if (proxy === undefined) return l10n.t('online, without a proxy');
  return proxy === '' ? l10n.t('the proxy that is set cannot be used') : l10n.t('online, through {0}', proxy);
}

function section(title: string, rows: StatusRows): string {
  return [`## ${title}`, '', ...rows.map(([name, value]) => `- **${name}**: ${value}`)].join('\n');
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MB`;
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError')
    return l10n.t('no answer within {0} seconds', patience / 1000);
  return error instanceof Error ? error.message : String(error);
}
