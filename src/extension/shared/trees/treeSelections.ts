import type { TreeView } from 'vscode';
import type { DisposableLike } from '../../../core/disposable.ts';
import type { TreeNode } from './treeNode.ts';

/** What is selected in each view: a keybinding tells a command the view, but not the row. */
export class TreeSelections {
  readonly #trees = new Map<string, TreeView<TreeNode>>();

  follow(viewId: string, tree: TreeView<TreeNode>): DisposableLike {
    this.#trees.set(viewId, tree);
    return { dispose: () => this.#trees.delete(viewId) };
  }

  /** Ids of the selected memories, and of those in the selected groups. */
  of(viewId: string): string[] {
    const ids = (this.#trees.get(viewId)?.selection ?? []).flatMap((node) => {
      if (node.kind === 'memory') return [node.memoryId];
      return node.kind === 'group' ? [...(node.memoryIds ?? [])] : [];
    });
    return [...new Set(ids)];
  }
}
