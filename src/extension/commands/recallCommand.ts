import {
  commands,
  l10n,
  type QuickInputButton,
  type QuickPick,
  type QuickPickItem,
  QuickPickItemKind,
  ThemeIcon,
  window,
  workspace,
} from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import { ageLabel } from '../../core/ageLabel.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import type { MemoryLine } from '../../protocol/memoryView.ts';
import { limits } from '../../protocol/memoryView.ts';
import { listMemoriesOperation } from '../../protocol/operations/listMemories.ts';
import { recallOperation } from '../../protocol/operations/recall.ts';
import type { Feature } from '../feature.ts';
import type { CommandId } from '../ids.ts';
import { Debouncer } from '../platform/debounce.ts';
import { currentFolderPath } from '../platform/workspaceFolders.ts';
import { categoryLook } from '../views/categoryLook.ts';
import { brief } from '../views/memoryText.ts';
import type { CommandRegistry } from './commandRegistry.ts';
import type { ErrorPresenter } from './errorPresenter.ts';

interface RecallItem extends QuickPickItem {
  /** Missing on separators and on the entry that creates a memory. */
  readonly memory?: Found;
  readonly create?: string;
  readonly buttons?: readonly RecallButton[];
}

interface RecallButton extends QuickInputButton {
  readonly command: CommandId;
}

type Found = Pick<MemoryLine, 'id' | 'title' | 'category' | 'pinned' | 'createdAt' | 'entities'> & {
  readonly snippet: string;
};

const typingPauseMs = 150;
const limit = 30;

/** `Memory: Recall…`: search while typing; open, copy, pin and archive from the list. */
export class RecallCommand implements Feature {
  readonly name = 'recall';
  readonly #registry: CommandRegistry;
  readonly #client: MemoryClient;
  readonly #errors: ErrorPresenter;

  constructor(registry: CommandRegistry, client: MemoryClient, errors: ErrorPresenter) {
    this.#registry = registry;
    this.#client = client;
    this.#errors = errors;
  }

  register(): DisposableLike {
    return this.#registry.register({ 'memoryBridge.recall': (query) => this.#run(query ?? '') });
  }

  async #run(query: string): Promise<void> {
    const pick = window.createQuickPick<RecallItem>();
    const search = new RecallSearch(pick, this.#client, (error) => this.#errors.log('Recall failed.', error));
    pick.title = l10n.t('Recall');
    pick.placeholder = l10n.t('What do you want to know? Words, !12, #34 or &5');
    pick.keepScrollPosition = true;
    pick.value = query;
    try {
      await new Promise<void>((resolve) => {
        pick.onDidChangeValue(() => search.later());
        pick.onDidTriggerItemButton(
          ({ item, button }) => void this.#press(item, button as RecallButton, search),
        );
        pick.onDidAccept(() => {
          const [chosen] = pick.selectedItems;
          pick.hide();
          if (chosen) void this.#choose(chosen);
        });
        pick.onDidHide(() => resolve());
        pick.show();
        void search.now();
      });
    } finally {
      search.dispose();
      pick.dispose();
    }
  }

  async #choose({ memory, create }: RecallItem): Promise<void> {
    if (memory) await commands.executeCommand('memoryBridge.openMemory', memory.id);
    else if (create !== undefined)
      await commands.executeCommand('memoryBridge.remember', { content: create });
  }

  async #press(item: RecallItem, button: RecallButton, search: RecallSearch): Promise<void> {
    if (!item.memory) return;
    await commands.executeCommand(button.command, item.memory.id);
    // Opening closes the list by taking the focus; after the others the list is shown as it is now.
    if (button.command !== 'memoryBridge.openMemory') await search.now();
  }
}

/** Keeps the list of a quick pick in step with its text: the newest question wins, older answers are dropped. */
class RecallSearch implements DisposableLike {
  readonly #pick: QuickPick<RecallItem>;
  readonly #client: MemoryClient;
  readonly #onError: (error: unknown) => void;
  readonly #debouncer = new Debouncer(() => void this.now(), typingPauseMs);
  #running: AbortController | undefined;

  constructor(pick: QuickPick<RecallItem>, client: MemoryClient, onError: (error: unknown) => void) {
    this.#pick = pick;
    this.#client = client;
    this.#onError = onError;
    // The server has ranked them. Without this the editor would put matches of the label first.
    Object.assign(pick, { sortByLabel: false });
  }

  later(): void {
    this.#debouncer.call();
  }

  async now(): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.#pick.busy = true;
    const query = this.#pick.value.trim().slice(0, limits.query);
    try {
      const found = await this.#find(query, running.signal);
      if (!running.signal.aborted) this.#pick.items = itemsOf(found, query);
    } catch (error) {
      if (running.signal.aborted) return;
      this.#onError(error);
      this.#pick.items = [{ label: l10n.t('The memory server does not answer.'), alwaysShow: true }];
    } finally {
      if (!running.signal.aborted) this.#pick.busy = false;
    }
  }

  dispose(): void {
    this.#running?.abort();
    this.#debouncer.dispose();
  }

  async #find(query: string, signal: AbortSignal): Promise<Found[]> {
    const project = currentFolderPath();
    const where = project === undefined ? {} : { project };
    if (query !== '') {
      const { result } = await this.#client.call(
        recallOperation,
        { query, limit, ...where },
        { ...where, signal },
      );
      return result.memories;
    }
    const { result } = await this.#client.call(
      listMemoriesOperation,
      { limit, status: ['active'], ...where },
      { ...where, signal },
    );
    return result.memories.map((memory) => ({ ...memory, snippet: memory.content }));
  }
}

function itemsOf(found: readonly Found[], query: string): RecallItem[] {
  const items = found.map(toItem);
  if (query === '' && items.length > 0)
    return [{ label: l10n.t('Newest'), kind: QuickPickItemKind.Separator }, ...items];
  if (query === '' || !workspace.isTrusted) return items;
  const create: RecallItem = {
    label: l10n.t('Remember “{0}”…', brief(query)),
    iconPath: new ThemeIcon('add'),
    alwaysShow: true,
    create: query,
  };
  // What was found may not be what was meant, so the way to a new memory is always there, at the end.
  return items.length === 0
    ? [{ ...create, detail: l10n.t('Nothing is known about this yet.') }]
    : [...items, { label: '', kind: QuickPickItemKind.Separator }, create];
}

function toItem(memory: Found): RecallItem {
  const age = ageLabel(memory.createdAt, Date.now());
  return {
    memory,
    label: memory.title,
    description: [age, ...memory.entities.slice(0, 2)].join(' · '),
    // A short memory is its own title; saying it twice helps nobody.
    ...(memory.snippet.trim() === memory.title ? {} : { detail: brief(memory.snippet, 140) }),
    iconPath: new ThemeIcon(memory.pinned ? 'pinned' : categoryLook(memory.category).icon),
    alwaysShow: true,
    buttons: buttonsOf(memory),
  };
}

function buttonsOf({ pinned }: Found): RecallButton[] {
  const read: RecallButton[] = [
    { command: 'memoryBridge.openMemory', iconPath: new ThemeIcon('go-to-file'), tooltip: l10n.t('Open') },
    { command: 'memoryBridge.copyMemory', iconPath: new ThemeIcon('copy'), tooltip: l10n.t('Copy') },
  ];
  if (!workspace.isTrusted) return read;
  return [
    ...read,
    pinned
      ? { command: 'memoryBridge.unpin', iconPath: new ThemeIcon('pinned'), tooltip: l10n.t('Unpin') }
      : { command: 'memoryBridge.pin', iconPath: new ThemeIcon('pin'), tooltip: l10n.t('Pin') },
    { command: 'memoryBridge.archive', iconPath: new ThemeIcon('archive'), tooltip: l10n.t('Archive') },
  ];
}
