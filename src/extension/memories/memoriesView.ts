import { l10n } from 'vscode';
import type { DisposableLike } from '../../core/disposable.ts';
import type { Feature } from '../shared/feature.ts';
import { viewIds } from '../shared/ids.ts';
import type { MemoryQueries } from '../shared/live/memoryQueries.ts';
import type { ContextKeySetter } from '../shared/platform/contextKeys.ts';
import { failureMessage, failureRows } from '../shared/trees/failureRows.ts';
import { LiveTree, type LiveTreeDependencies, staleMessage } from '../shared/trees/liveTree.ts';
import { type FoundMemories, groupByCategory, groupMemories, type MemoriesSnapshot } from './memoryGroups.ts';
import type { GroupNode, TreeNode } from '../shared/trees/treeNode.ts';

/** The Memories view: everything that is active, by project and category. */
export class MemoriesView implements Feature {
  readonly name = 'memories view';
  readonly #queries: MemoryQueries;
  readonly #keys: ContextKeySetter;
  readonly #dependencies: LiveTreeDependencies;
  #tree: LiveTree<MemoriesSnapshot> | undefined;

  constructor(queries: MemoryQueries, keys: ContextKeySetter, dependencies: LiveTreeDependencies) {
    this.#queries = queries;
    this.#keys = keys;
    this.#dependencies = dependencies;
  }

  register(): DisposableLike {
    this.#tree = new LiveTree({
      viewId: viewIds.memories,
      ...this.#dependencies,
      query: this.#queries.memories,
      showCollapseAll: true,
      build: groupMemories,
      failed: failureRows,
      expand: (group, shown) => this.#expand(group, shown),
      onState: (tree, state) => {
        const { filter } = this.#queries;
        tree.description = filter === '' ? '' : l10n.t('“{0}”', filter);
        tree.message = failureMessage(state) ?? staleMessage(state) ?? foundText(state.value?.found, filter);
        this.#keys.set('memoryBridge:filtered', filter !== '');
      },
    });
    return this.#tree;
  }

  showMore(groupId: string): void {
    this.#tree?.showMore(groupId);
  }

  async #expand(group: GroupNode, shown: ReadonlyMap<string, number>): Promise<readonly TreeNode[]> {
    if (group.role.kind !== 'project') return [];
    const memories = await this.#queries.otherProject(group.role.project);
    return groupByCategory(memories, group.id, shown, false);
  }
}

/** How many were found, above the list: at the width of a side bar nobody counts rows. */
function foundText(found: FoundMemories | undefined, filter: string): string {
  if (!found) return '';
  const count = found.here.length + found.elsewhere.length;
  if (count === 0) return l10n.t('No memory contains “{0}”.', filter);
  return count === 1 ? l10n.t('1 memory') : l10n.t('{0} memories', count);
}
