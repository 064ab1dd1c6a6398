import { commands, l10n, type QuickPick, window } from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import { snippetOf } from '../../core/memoryLine.ts';
import { limits } from '../../protocol/memoryView.ts';
import { listMemoriesOperation } from '../../protocol/operations/listMemories.ts';
import { recallOperation } from '../../protocol/operations/recall.ts';
import type { Feature } from '../feature.ts';
import { Debouncer } from '../platform/debounce.ts';
import { currentFolderPath } from '../platform/workspaceFolders.ts';
import type { CommandRegistry } from './commandRegistry.ts';
import type { ErrorPresenter } from './errorPresenter.ts';
import { failedItems, type Found, itemsOf, type RecallButton, type RecallItem } from './recallItems.ts';

const typingPauseMs = 150;
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
    const search = new RecallSearch(pick, this.#client, (error) => this.#errors.log('Recall failed.', error));
    pick.title = l10n.t('Recall');
    pick.placeholder = l10n.t('What do you want to know? Use your own words, or !12, #34 or &5');
    pick.keepScrollPosition = true;
    pick.value = query;
    try {
      await new Promise<void>((resolve) => {
        pick.onDidChangeValue(() => search.later());
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

/** Keeps the list of a quick pick in step with its text: the newest question wins, older answers are dropped. */
class RecallSearch implements DisposableLike {
  readonly #pick: QuickPick<RecallItem>;
  readonly #client: MemoryClient;
  readonly #onError: (error: unknown) => void;
  readonly #debouncer = new Debouncer(() => void this.now(), typingPauseMs);
  #running: AbortController | undefined;
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
      if (running.signal.aborted) return;
      this.#found = found;
      this.#query = query;
      this.hasAnswered ||= query !== '' && found.memories.length > 0;
      this.#show();
    } catch (error) {
      if (running.signal.aborted) return;
      this.#onError(error);
      this.#pick.items = failedItems(error);
    } finally {
      if (!running.signal.aborted) this.#pick.busy = false;
    }
  }

  /** Why each memory was found, in place of what it says, or back again. The row that is chosen stays chosen. */
  toggleReasons(): void {
    const active = this.#pick.activeItems[0]?.memory?.id;
    this.#showsReasons = !this.#showsReasons;
    this.#show();
    const again = this.#pick.items.find(({ memory }) => memory !== undefined && memory.id === active);
    if (again) this.#pick.activeItems = [again];
  }

  #show(): void {
    this.#pick.items = itemsOf(this.#found, this.#query, this.#showsReasons);
  }

  dispose(): void {
    this.#running?.abort();
    this.#debouncer.dispose();
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
