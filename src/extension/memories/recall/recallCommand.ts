import { commands, l10n, type QuickPick, window } from 'vscode';
import type { MemoryClient } from '../../../client/memoryClient.ts';
import type { DisposableLike } from '../../../core/disposable.ts';
import { snippetOf } from '../../../core/memory/memoryLine.ts';
import { listMemoriesOperation } from '../../../protocol/operations/memories/listMemories.ts';
import { recallOperation } from '../../../protocol/operations/recall/recall.ts';
import type { Feature } from '../../shared/feature.ts';
import { LatestSearch } from '../../shared/platform/latestSearch.ts';
import { currentFolderPath } from '../../shared/platform/workspaceFolders.ts';
import type { CommandRegistry } from '../../shared/commandRegistry.ts';
import type { ErrorPresenter } from '../../shared/errors/errorPresenter.ts';
import { failedItems, type Found, itemsOf, type RecallButton, type RecallItem } from './recallItems.ts';

const limit = 30;

/** `Memory: Recall…`: search while typing; open, copy, pin and archive from the list. */
export class RecallCommand implements Feature {
  readonly name = 'recall';
  readonly #registry: CommandRegistry;
  readonly #client: MemoryClient;
  readonly #errors: ErrorPresenter;

  readonly #onAnswered: () => void;

  /** `onAnswered` hears when a list is closed in which a question was answered. */
  constructor(
    registry: CommandRegistry,
    client: MemoryClient,
    errors: ErrorPresenter,
    onAnswered: () => void,
  ) {
    this.#registry = registry;
    this.#client = client;
    this.#errors = errors;
    this.#onAnswered = onAnswered;
  }

  register(): DisposableLike {
    return this.#registry.register({ 'memoryBridge.recall': (query) => this.#run(query ?? '') });
  }

  async #run(query: string): Promise<void> {
    const pick = window.createQuickPick<RecallItem>();
    pick.title = l10n.t('Recall');
    pick.placeholder = l10n.t('What do you want to know? Use your own words, or !12, #34 or &5');
    pick.keepScrollPosition = true;
    pick.value = query;
    const search = new RecallSearch(pick, this.#client, (error) => this.#errors.log('Recall failed.', error));
    try {
      await new Promise<void>((resolve) => {
        pick.onDidTriggerItemButton(({ item, button }) => void this.#press(item, button, search));
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
      if (search.hasAnswered) this.#onAnswered();
    }
  }

  async #choose({ memory, create, command }: RecallItem): Promise<void> {
    if (command !== undefined) await commands.executeCommand(command);
    else if (memory) await commands.executeCommand('memoryBridge.openMemory', memory.id);
    else if (create !== undefined)
      await commands.executeCommand('memoryBridge.remember', { content: create });
  }

  async #press(item: RecallItem, button: RecallButton, search: RecallSearch): Promise<void> {
    if (!item.memory) return;
    if (button.command === undefined) return search.toggleReasons();
    await commands.executeCommand(button.command, item.memory.id);
    // Opening closes the list by taking the focus; after the others the list is shown as it is now.
    if (button.command !== 'memoryBridge.openMemory') await search.now();
  }
}

/** What the list shows: the answers to what is typed, or why each of them was found. */
class RecallSearch implements DisposableLike {
  readonly #pick: QuickPick<RecallItem>;
  readonly #client: MemoryClient;
  readonly #onError: (error: unknown) => void;
  readonly #search: LatestSearch<RecallItem>;
  #found: Found = { memories: [] };
  #query = '';
  #showsReasons = false;
  /** Whether a question found something. */
  hasAnswered = false;

  constructor(pick: QuickPick<RecallItem>, client: MemoryClient, onError: (error: unknown) => void) {
    this.#pick = pick;
    this.#client = client;
    this.#onError = onError;
    // The server has ranked them. Without this the editor would put matches of the label first.
    Object.assign(pick, { sortByLabel: false });
    this.#search = new LatestSearch(pick, (query, signal) => this.#items(query, signal));
  }

  now(): Promise<void> {
    return this.#search.now();
  }

  /** Why each memory was found, in place of what it says, or back again. The row that is chosen stays chosen. */
  toggleReasons(): void {
    const active = this.#pick.activeItems[0]?.memory?.id;
    this.#showsReasons = !this.#showsReasons;
    this.#pick.items = this.#shown();
    const again = this.#pick.items.find(({ memory }) => memory !== undefined && memory.id === active);
    if (again) this.#pick.activeItems = [again];
  }

  dispose(): void {
    this.#search.dispose();
  }

  async #items(query: string, signal: AbortSignal): Promise<readonly RecallItem[]> {
    try {
      const found = await this.#find(query, signal);
      if (signal.aborted) return [];
      this.#found = found;
      this.#query = query;
      this.hasAnswered ||= query !== '' && found.memories.length > 0;
      return this.#shown();
    } catch (error) {
      if (signal.aborted) return [];
      this.#onError(error);
      return failedItems(error);
    }
  }

  #shown(): readonly RecallItem[] {
    return itemsOf(this.#found, this.#query, this.#showsReasons);
  }

  async #find(query: string, signal: AbortSignal): Promise<Found> {
    const project = currentFolderPath();
    const where = project === undefined ? {} : { project };
    if (query !== '') {
      const { result } = await this.#client.call(
        recallOperation,
        { query, limit, explain: true, ...where },
        { ...where, signal },
      );
      return result;
    }
    const { result } = await this.#client.call(
      listMemoriesOperation,
      { limit, status: ['active'], ...where },
      { ...where, signal },
    );
    return { memories: result.memories.map((memory) => ({ ...memory, snippet: snippetOf(memory) })) };
  }
}
