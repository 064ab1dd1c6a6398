import { l10n, type TreeView, window } from 'vscode';
import { Disposable } from '../../../core/disposable.ts';
import type { LiveState } from '../live/liveQuery.ts';
import { NodeProvider, type NodeProviderOptions } from './nodeProvider.ts';
import { pageSize } from './pagedRows.ts';
import type { TreeNode } from './treeNode.ts';
import type { Trees } from './trees.ts';

interface LiveTreeOptions<T> extends NodeProviderOptions<T> {
  readonly viewId: string;
  readonly showCollapseAll?: boolean;
  /** Called with each answer, for badge, description and message. */
  readonly onState: (tree: TreeView<TreeNode>, state: LiveState<T>) => void;
}

/** A tree view over a live answer. */
export class LiveTree<T> extends Disposable {
  readonly #trees: Trees;
  readonly #provider: NodeProvider<T>;
  readonly #tree: TreeView<TreeNode>;

  constructor(trees: Trees, options: LiveTreeOptions<T>) {
    super();
    this.#provider = this._register(new NodeProvider(trees, options));
    this.#trees = trees;
    const tree = this._register(
      window.createTreeView<TreeNode>(options.viewId, {
        treeDataProvider: this.#provider,
        canSelectMany: true,
        showCollapseAll: options.showCollapseAll ?? false,
      }),
    );
    this.#tree = tree;
    const showMore = (groupId: string) => this.#showMore(groupId);
    this._register(trees.follow(options.viewId, { tree, showMore }));
    this._register(tree.onDidExpandElement(({ element }) => this.#provider.setExpanded(element.id, true)));
    this._register(tree.onDidCollapseElement(({ element }) => this.#provider.setExpanded(element.id, false)));
    this._register(options.live.onDidChange((state) => options.onState(tree, state)));
  }

  /**
   * Lengthens a group by its id; does nothing when the group is not of this tree. The row that was pressed is gone then,
   * and the focus goes to the first of those that have taken its place.
   */
  #showMore(groupId: string): void {
    this.#provider
      .showMore(groupId, pageSize)
      .then((row) => this.#tree.reveal(row, { select: true, focus: true }))
      .catch((error: unknown) => this.#trees.onError(error));
  }
}

/** Said above a tree that still shows what was known before a failure. */
export function staleMessage(state: LiveState<unknown>): string | undefined {
  if (state.error === undefined || state.value === undefined) return undefined;
  return l10n.t('The memory server does not answer. Showing what was last loaded.');
}
