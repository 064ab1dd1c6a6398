import { EventEmitter, l10n, ThemeIcon, type TreeDataProvider, TreeItem, window } from 'vscode';
import { ageLabel } from '../../core/text/ageLabel.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import type { Feature } from '../shared/feature.ts';
import { viewIds } from '../shared/ids.ts';
import type { Loops, MemoryQueries } from '../shared/live/memoryQueries.ts';
import { DisposableStore } from '../shared/platform/disposableStore.ts';

type Loop = Loops[number];

/** The Loops view: agent loops that run in the open folders. Empty, it says what a loop is. */
export class LoopsView implements Feature, TreeDataProvider<Loop> {
  readonly name = 'loops view';
  readonly #queries: MemoryQueries;
  readonly #onError: (error: unknown) => void;
  readonly #changed = new EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(queries: MemoryQueries, onError: (error: unknown) => void) {
    this.#queries = queries;
    this.#onError = onError;
  }

  register(): DisposableLike {
    return new DisposableStore(
      this.#changed,
      window.createTreeView(viewIds.loops, { treeDataProvider: this }),
      this.#queries.loops.onDidChange(() => this.#changed.fire(undefined)),
    );
  }

  async getChildren(loop?: Loop): Promise<Loop[]> {
    if (loop !== undefined) return [];
    const { value, error } = await this.#queries.loops.ready();
    if (error !== undefined) this.#onError(error);
    return value ?? [];
  }

  getTreeItem(loop: Loop): TreeItem {
    const item = new TreeItem(loop.name);
    item.id = loop.id;
    item.description = l10n.t('{0}, iteration {1}', loop.state, loop.iteration);
    item.iconPath = new ThemeIcon('sync');
    item.tooltip = l10n.t('Started {0} ago', ageLabel(loop.startedAt, Date.now()));
    item.accessibilityInformation = { label: `${loop.name}, ${item.description}` };
    return item;
  }
}
