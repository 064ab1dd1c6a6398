import type { DisposableLike } from '../../core/disposable.ts';
import type { Feature } from '../shared/feature.ts';
import { viewIds } from '../shared/ids.ts';
import type { BlockersSnapshot, MemoryQueries } from '../shared/live/memoryQueries.ts';
import { LiveTree, type LiveTreeDependencies, staleMessage } from '../shared/trees/liveTree.ts';
import { groupBlockers, openOnly } from '../memories/memoryGroups.ts';

/** The Blockers view: open ones first. Their number is in the status bar; that on the icon is the Inbox's. */
export class BlockersView implements Feature {
  readonly name = 'blockers view';
  readonly #queries: MemoryQueries;
  readonly #dependencies: LiveTreeDependencies;
  #tree: LiveTree<BlockersSnapshot> | undefined;

  constructor(queries: MemoryQueries, dependencies: LiveTreeDependencies) {
    this.#queries = queries;
    this.#dependencies = dependencies;
  }

  register(): DisposableLike {
    this.#tree = new LiveTree({
      viewId: viewIds.blockers,
      ...this.#dependencies,
      query: this.#queries.blockers,
      build: ({ folders, global }, shown) => groupBlockers(folders, global, shown),
      onState: (tree, state) => {
        tree.message = staleMessage(state) ?? '';
      },
    });
    return this.#tree;
  }

  showMore(groupId: string): void {
    this.#tree?.showMore(groupId);
  }
}

/** How many blockers wait to be resolved, here and everywhere. */
export function openBlockers(snapshot: BlockersSnapshot | undefined): number {
  if (!snapshot) return 0;
  const here = snapshot.folders.reduce((sum, folder) => sum + openOnly(folder.memories).length, 0);
  return here + openOnly(snapshot.global).length;
}
