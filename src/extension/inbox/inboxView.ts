import { l10n } from 'vscode';
import type { DisposableLike } from '../../core/disposable.ts';
import type { MemoryRecord } from '../../protocol/memoryRecord.ts';
import type { Feature } from '../shared/feature.ts';
import { viewIds } from '../shared/ids.ts';
import type { MemoryQueries } from '../shared/live/memoryQueries.ts';
import type { HistoryOffer } from '../capture/historyOffer.ts';
import type { ContextKeySetter } from '../shared/platform/contextKeys.ts';
import { DisposableStore } from '../shared/platform/disposableStore.ts';
import { LiveTree, type LiveTreeDependencies, staleMessage } from '../shared/trees/liveTree.ts';
import { page } from '../memories/memoryGroups.ts';

/** The Inbox view: what was captured and waits for a yes or a no. */
export class InboxView implements Feature {
  readonly name = 'inbox view';
  readonly #queries: MemoryQueries;
  readonly #keys: ContextKeySetter;
  readonly #dependencies: LiveTreeDependencies;
  #tree: LiveTree<readonly MemoryRecord[]> | undefined;

  readonly #history: HistoryOffer;

  constructor(
    queries: MemoryQueries,
    keys: ContextKeySetter,
    history: HistoryOffer,
    dependencies: LiveTreeDependencies,
  ) {
    this.#history = history;
    this.#queries = queries;
    this.#keys = keys;
    this.#dependencies = dependencies;
  }

  register(): DisposableLike {
    this.#tree = new LiveTree<readonly MemoryRecord[]>({
      viewId: viewIds.inbox,
      ...this.#dependencies,
      query: this.#queries.inbox,
      // What is there to be reviewed comes first; the offer waits until the Inbox is empty.
      build: (candidates, shown) =>
        candidates.length === 0 ? this.#history.rows : page(candidates, 'inbox', shown),
      onState: (tree, state) => {
        const count = state.value?.length ?? 0;
        const tooltip = count === 1 ? l10n.t('1 memory to review') : l10n.t('{0} memories to review', count);
        tree.badge = count === 0 ? undefined : { value: count, tooltip };
        tree.message = staleMessage(state) ?? (count === 0 ? this.#history.message : '');
        this.#keys.set('memoryBridge:hasCandidates', count > 0);
      },
    });
    return new DisposableStore(
      this.#tree,
      this.#history.onDidChange(() => this.#queries.inbox.invalidate()),
    );
  }

  showMore(groupId: string): void {
    this.#tree?.showMore(groupId);
  }
}
