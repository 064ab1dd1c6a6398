import { l10n, window } from 'vscode';
import type { DisposableLike } from '../../core/disposable.ts';
import type { Feature } from '../shared/feature.ts';
import type { MemoriesData } from './memoriesData.ts';
import { Debouncer } from '../shared/platform/debounce.ts';
import type { CommandRegistry } from '../shared/commandRegistry.ts';

const typingPauseMs = 200;

/** Filters the Memories view while the person types; Escape brings the earlier filter back. */
export class FilterCommands implements Feature {
  readonly name = 'filter';
  readonly #registry: CommandRegistry;
  readonly #data: MemoriesData;

  constructor(registry: CommandRegistry, data: MemoriesData) {
    this.#registry = registry;
    this.#data = data;
  }

  register(): DisposableLike {
    return this.#registry.register({
      'memoryBridge.filter': () => this.#filter(),
      'memoryBridge.clearFilter': () => {
        this.#data.filter = '';
      },
    });
  }

  async #filter(): Promise<void> {
    const before = this.#data.filter;
    const box = window.createInputBox();
    box.title = l10n.t('Filter memories');
    box.prompt = l10n.t('Words to look for in the memories of every project. Leave empty to show all.');
    box.value = before;
    const apply = new Debouncer(() => {
      this.#data.filter = box.value.trim();
    }, typingPauseMs);
    try {
      const isAccepted = await new Promise<boolean>((resolve) => {
        box.onDidChangeValue(() => apply.call());
        box.onDidAccept(() => resolve(true));
        box.onDidHide(() => resolve(false));
        box.show();
      });
      apply.cancel();
      this.#data.filter = isAccepted ? box.value.trim() : before;
    } finally {
      apply.dispose();
      box.dispose();
    }
  }
}
