import { l10n, MarkdownString, StatusBarAlignment, type StatusBarItem, ThemeColor, window } from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import { embeddingProgressText } from '../embedding/embeddingProgress.ts';
import type { Feature } from '../shared/feature.ts';
import type { CommandId } from '../shared/ids.ts';
import type { MemoryQueries } from '../shared/live/memoryQueries.ts';
import { escapeMarkdown } from '../shared/platform/markdown.ts';
import { DisposableStore } from '../shared/platform/disposableStore.ts';
import { openBlockers } from '../blockers/blockersView.ts';

/** The one status bar item: whether memory works, and how many blockers are open. */
export class MemoryStatusBar implements Feature {
  readonly name = 'status bar';
  readonly #client: MemoryClient;
  readonly #queries: MemoryQueries;

  constructor(client: MemoryClient, queries: MemoryQueries) {
    this.#client = client;
    this.#queries = queries;
  }

  register(): DisposableLike {
    const item = window.createStatusBarItem('memoryBridge.status', StatusBarAlignment.Left, 0);
    item.name = l10n.t('Memory');
    item.command = 'memoryBridge.showStatus' satisfies CommandId;
    const show = () => this.#show(item);
    show();
    item.show();
    return new DisposableStore(
      item,
      this.#client.onDidChangeState(show),
      this.#queries.blockers.onDidChange(show),
      this.#queries.inbox.onDidChange(show),
      this.#queries.embedding.onDidChange(show),
    );
  }

  #show(item: StatusBarItem): void {
    const { state } = this.#client;
    const open = openBlockers(this.#queries.blockers.state.value);
    const toReview = this.#queries.inbox.state.value?.length ?? 0;
    item.backgroundColor = undefined;
    switch (state.kind) {
      case 'connecting':
        item.text = l10n.t('$(sync~spin) Memory');
        item.accessibilityInformation = { label: l10n.t('Memory, connecting') };
        item.tooltip = tooltip(l10n.t('Connecting to the memory server.'));
        return;
      case 'failed':
        item.text = l10n.t('$(warning) Memory');
        item.backgroundColor = new ThemeColor('statusBarItem.warningBackground');
        item.accessibilityInformation = { label: l10n.t('Memory, not connected: {0}', state.error.message) };
        item.tooltip = tooltip(state.error.message);
        return;
      case 'connected': {
        const blockers = open === 1 ? l10n.t('1 open blocker') : l10n.t('{0} open blockers', open);
        item.text =
          open > 0 ? `$(book) ${l10n.t('Memory')} $(stop-circle) ${open}` : `$(book) ${l10n.t('Memory')}`;
        item.accessibilityInformation = { label: l10n.t('Memory, connected, {0}', blockers) };
        const review = toReview > 0 ? `\n\n${l10n.t('{0} to review in the Inbox', toReview)}` : '';
        const embedding = this.#queries.embedding.state.value;
        const progress = embedding ? embeddingProgressText(embedding) : '';
        const search = progress === '' ? '' : `\n\n${l10n.t('Search by meaning: {0}', progress)}`;
        item.tooltip = tooltip(`${blockers}${review}${search}`);
      }
    }
  }
}

const links: readonly { readonly id: CommandId; readonly label: () => string }[] = [
  { id: 'memoryBridge.remember', label: () => l10n.t('Remember') },
  { id: 'memoryBridge.recall', label: () => l10n.t('Recall') },
  { id: 'memoryBridge.showStatus', label: () => l10n.t('Status') },
  { id: 'memoryBridge.showLog', label: () => l10n.t('Log') },
];

function tooltip(text: string): MarkdownString {
  const markdown = new MarkdownString('', true);
  markdown.isTrusted = { enabledCommands: links.map(({ id }) => id) };
  markdown.appendMarkdown(escapeMarkdown(text));
  markdown.appendMarkdown(`\n\n${links.map(({ id, label }) => `[${label()}](command:${id})`).join(' · ')}`);
  return markdown;
}
