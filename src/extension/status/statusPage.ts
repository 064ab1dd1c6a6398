import { CodeLens, type CodeLensProvider, l10n, languages, Range, type TextDocument, Uri } from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import type { CommandRegistry } from '../shared/commandRegistry.ts';
import type { Feature } from '../shared/feature.ts';
import type { CommandId } from '../shared/ids.ts';
import { schemes } from '../shared/memory/memorySchemes.ts';
import { DisposableStore } from '../shared/platform/disposableStore.ts';
import type { ReadPage, ReadPages } from '../shared/readPages.ts';
import type { StatusReport } from './statusReport.ts';

const statusUri = Uri.from({ scheme: schemes.read, path: '/Memory status.md', query: 'status' });

/** Show Status: the report as a page with its actions above it. Follows the connection and the embedding model. */
export class StatusPage implements Feature, ReadPage, CodeLensProvider {
  readonly name = 'status page';
  readonly #client: MemoryClient;
  readonly #commands: CommandRegistry;
  readonly #pages: ReadPages;
  readonly #report: StatusReport;

  constructor(client: MemoryClient, commands: CommandRegistry, pages: ReadPages, report: StatusReport) {
    this.#client = client;
    this.#commands = commands;
    this.#pages = pages;
    this.#report = report;
  }

  register(): DisposableLike {
    const refresh = () => this.#pages.refresh((uri) => this.owns(uri));
    return new DisposableStore(
      this.#pages.add(this),
      languages.registerCodeLensProvider({ scheme: schemes.read }, this),
      this.#client.onEvent(({ kind }) => {
        if (kind === 'hello' || kind === 'embedding' || kind === 'projects') refresh();
      }),
      this.#client.onDidChangeState(refresh),
      this.#commands.register({
        'memoryBridge.showStatus': async () => {
          refresh();
          await this.#pages.show(statusUri);
        },
      }),
    );
  }

  owns(uri: Uri): boolean {
    return uri.query === statusUri.query;
  }

  async textOf(): Promise<string> {
    return this.#report.markdown();
  }

  provideCodeLenses({ uri }: TextDocument): CodeLens[] {
    if (!this.owns(uri)) return [];
    const top = new Range(0, 0, 0, 0);
    return actions().map(([command, title]) => new CodeLens(top, { command, title }));
  }
}

function actions(): (readonly [command: CommandId, title: string])[] {
  return [
    ['memoryBridge.showStatus', l10n.t('Refresh')],
    ['memoryBridge.copyStatus', l10n.t('Copy')],
    ['memoryBridge.switchMemory', l10n.t('Switch Memory On or Off Here…')],
    ['memoryBridge.showLog', l10n.t('Show Log')],
  ];
}
