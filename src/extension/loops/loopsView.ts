import { EventEmitter, l10n, ThemeIcon, type TreeDataProvider, TreeItem, window } from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import { ageLabel } from '../../core/text/ageLabel.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import type { OutputOf } from '../../protocol/operation.ts';
import { listLoopsOperation } from '../../protocol/operations/loops/listLoops.ts';
import type { Feature } from '../shared/feature.ts';
import type { LiveQueries } from '../shared/live/liveQueries.ts';
import type { LiveQuery } from '../shared/live/liveQuery.ts';
import { DisposableStore } from '../shared/platform/disposableStore.ts';
import { workspaceFolderPaths } from '../shared/platform/workspaceFolders.ts';
import { viewId } from './loopsIds.ts';

type Loop = OutputOf<typeof listLoopsOperation>['loops'][number];

/** The Loops view: agent loops that run in the open folders. Empty, it says what a loop is. */
export class LoopsView implements Feature, TreeDataProvider<Loop> {
  readonly name = 'loops view';
  readonly #client: MemoryClient;
  readonly #loops: LiveQuery<readonly Loop[]>;
  readonly #onError: (error: unknown) => void;
  readonly #changed = new EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(client: MemoryClient, live: LiveQueries, onError: (error: unknown) => void) {
    this.#client = client;
    this.#onError = onError;
    this.#loops = live.add({
      fetch: (signal) => this.#fetch(signal),
      isAffectedBy: (event) => event.kind === 'loops',
    });
  }

  register(): DisposableLike {
    return new DisposableStore(
      this.#changed,
      window.createTreeView(viewId, { treeDataProvider: this }),
      this.#loops.onDidChange(() => this.#changed.fire(undefined)),
    );
  }

  async getChildren(loop?: Loop): Promise<Loop[]> {
    if (loop !== undefined) return [];
    const { value, error } = await this.#loops.ready();
    if (error !== undefined) this.#onError(error);
    return [...(value ?? [])];
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

  async #fetch(signal: AbortSignal): Promise<readonly Loop[]> {
    const answers = await Promise.all(
      workspaceFolderPaths().map(
        async ({ path }) =>
          (await this.#client.call(listLoopsOperation, { project: path }, { signal })).result,
      ),
    );
    return answers.flatMap(({ loops }) => loops);
  }
}
