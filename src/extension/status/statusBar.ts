import { l10n, MarkdownString, StatusBarAlignment, type StatusBarItem, ThemeColor, window } from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import type { Contributions, StatusNote } from '../shared/contributions.ts';
import type { Feature } from '../shared/feature.ts';
import type { CommandId } from '../shared/ids.ts';
import { DisposableStore } from '../shared/platform/disposableStore.ts';
import { escapeMarkdown } from '../shared/platform/markdown.ts';

/** The one status bar item: whether memory works, and what the features have to say beside it. */
export class MemoryStatusBar implements Feature {
  readonly name = 'status bar';
  readonly #client: MemoryClient;
  readonly #notes: Contributions<StatusNote>;

  constructor(client: MemoryClient, notes: Contributions<StatusNote>) {
    this.#client = client;
    this.#notes = notes;
  }

  register(): DisposableLike {
    const item = window.createStatusBarItem('memoryBridge.status', StatusBarAlignment.Left, 0);
    item.name = l10n.t('Memory');
    item.command = 'memoryBridge.showStatus' satisfies CommandId;
    const show = () => this.#show(item);
    show();
    item.show();
    return new DisposableStore(item, this.#client.onDidChangeState(show), this.#notes.onDidChange(show));
  }

  #show(item: StatusBarItem): void {
    const { state } = this.#client;
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
        const notes = this.#notes.all;
        const spoken = notes.filter(({ isSpoken }) => isSpoken).map(({ text }) => text);
        item.text = joined([`$(book) ${l10n.t('Memory')}`, ...notes.map(({ badge }) => badge)], ' ');
        item.accessibilityInformation = { label: l10n.t('Memory, connected, {0}', joined(spoken, ', ')) };
        item.tooltip = tooltip(
          joined(
            notes.map(({ text }) => text),
            '\n\n',
          ),
        );
      }
    }
  }
}

const joined = (texts: readonly string[], by: string): string => texts.filter((text) => text !== '').join(by);

const links: readonly { readonly id: CommandId; readonly label: () => string }[] = [
  { id: 'memoryBridge.remember', label: () => l10n.t('Remember') },
  { id: 'memoryBridge.recall', label: () => l10n.t('Recall') },
  { id: 'memoryBridge.switchMemory', label: () => l10n.t('Switch On or Off Here') },
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
