import { l10n } from 'vscode';
import type { DisposableLike } from '../../core/disposable.ts';
import type { Feature } from '../shared/feature.ts';
import { DisposableStore } from '../shared/platform/disposableStore.ts';
import type { ContextKeySetter } from '../shared/platform/contextKeys.ts';
import { failureMessage, failureRows } from '../shared/trees/failureRows.ts';
import { LiveTree, staleMessage } from '../shared/trees/liveTree.ts';
import type { GroupNode, TreeNode } from '../shared/trees/treeNode.ts';
import type { Trees } from '../shared/trees/trees.ts';
import type { MemoriesData } from './memoriesData.ts';
import { viewId } from './memoriesIds.ts';
import { type FoundMemories, groupByCategory, groupMemories } from './memoryGroups.ts';

/** What is due is due without anybody having changed anything, ms. */
const lookEvery = 5 * 60_000;

/** The Memories view: everything that is active, by project and category. */
export class MemoriesView implements Feature {
  readonly name = 'memories view';
  readonly #data: MemoriesData;
  readonly #trees: Trees;
  readonly #keys: ContextKeySetter;

  constructor(data: MemoriesData, trees: Trees, keys: ContextKeySetter) {
    this.#data = data;
    this.#trees = trees;
    this.#keys = keys;
  }

  register(): DisposableLike {
    const clock = setInterval(() => this.#data.look(), lookEvery);
    const tree = new LiveTree(this.#trees, {
      viewId,
      live: this.#data.live,
      showCollapseAll: true,
      build: groupMemories,
      failed: failureRows,
      expand: (group, shown) => this.#expand(group, shown),
      onState: (tree, state) => {
        const { filter } = this.#data;
        tree.description = filter === '' ? '' : l10n.t('“{0}”', filter);
        tree.message = failureMessage(state) ?? staleMessage(state) ?? foundText(state.value?.found, filter);
        this.#keys.set('memoryBridge:filtered', filter !== '');
      },
    });
    return new DisposableStore(tree, { dispose: () => clearInterval(clock) });
  }

  async #expand(group: GroupNode, shown: ReadonlyMap<string, number>): Promise<readonly TreeNode[]> {
    if (group.role.kind !== 'project') return [];
    const memories = await this.#data.otherProject(group.role.project);
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
