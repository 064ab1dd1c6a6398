import { EventEmitter, type MarkdownString, type TreeDataProvider, type TreeItem } from 'vscode';
import { Disposable } from '../../../core/disposable.ts';
import type { Live, LiveState } from '../live/liveQuery.ts';
import { toTreeItem } from './treeItems.ts';
import type { GroupNode, TreeNode } from './treeNode.ts';

export interface NodeProviderOptions<T> {
  readonly live: Live<T>;
  /** Pure: from the answer to rows. */
  readonly build: (value: T, shown: ReadonlyMap<string, number>) => readonly TreeNode[];
  /** Children that are fetched when a person unfolds their group. */
  readonly expand?: (group: GroupNode, shown: ReadonlyMap<string, number>) => Promise<readonly TreeNode[]>;
  /** What can be done about a failure before the first answer. */
  readonly failed?: (error: unknown) => readonly TreeNode[];
}

/** What every tree needs, whatever it shows. */
export interface TreeParts {
  /** What a memory says, asked for when somebody points at its row. */
  tooltipOf(memoryId: string): Promise<MarkdownString>;
  onError(error: unknown): void;
}

/** Rows more with every click on "Show More". */
const step = 100;

/** Shows a live answer as a tree. */
export class NodeProvider<T> extends Disposable implements TreeDataProvider<TreeNode> {
  readonly #parts: TreeParts;
  readonly #options: NodeProviderOptions<T>;
  readonly #changed = this._register(new EventEmitter<TreeNode | undefined>());
  readonly #shown = new Map<string, number>();
  /** What a person has folded or unfolded, by group: a group that comes back after a search is as it was left. */
  readonly #expanded = new Map<string, boolean>();
  readonly #parents = new Map<string, TreeNode>();
  #awaited:
    | { readonly groupId: string; readonly row: number; readonly found: (node: TreeNode) => void }
    | undefined;
  /** Calls for the roots that have not been answered; they take the newest answer along. */
  #waiting = 0;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(parts: TreeParts, options: NodeProviderOptions<T>) {
    super();
    this.#parts = parts;
    this.#options = options;
    this._register(
      options.live.onDidChange(() => {
        // A refresh in the middle of filling the tree makes the editor ask for children of rows that are gone.
        if (this.#waiting === 0) this.#changed.fire(undefined);
      }),
    );
  }

  getTreeItem(node: TreeNode): TreeItem {
    if (node.kind !== 'group') return toTreeItem(node);
    return toTreeItem({ ...node, isExpanded: this.#expanded.get(node.id) ?? node.isExpanded });
  }

  async resolveTreeItem(item: TreeItem, node: TreeNode): Promise<TreeItem> {
    if (node.kind !== 'memory') return item;
    try {
      item.tooltip = await this.#parts.tooltipOf(node.memoryId);
    } catch (error) {
      // The editor then says the label.
      this.#parts.onError(error);
    }
    return item;
  }

  /** Asked for when a row is revealed. */
  getParent(node: TreeNode): TreeNode | undefined {
    return this.#parents.get(node.id);
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    const children = await this.#childrenOf(node);
    for (const child of children) {
      if (node) this.#parents.set(child.id, node);
      else this.#parents.delete(child.id);
    }
    this.#findAwaited(children);
    return children;
  }

  setExpanded(groupId: string, isExpanded: boolean): void {
    this.#expanded.set(groupId, isExpanded);
  }

  async #childrenOf(node: TreeNode | undefined): Promise<TreeNode[]> {
    const { build, expand, failed } = this.#options;
    if (node === undefined) {
      const { value, error } = await this.#newest();
      if (error !== undefined) this.#parts.onError(error);
      if (value === undefined && error !== undefined) return [...(failed?.(error) ?? [])];
      return value === undefined ? [] : [...build(value, this.#shown)];
    }
    if (node.kind !== 'group') return [];
    if (node.children !== undefined) return [...node.children];
    return expand === undefined ? [] : [...(await expand(node, this.#shown))];
  }

  async #newest(): Promise<LiveState<T>> {
    const { live } = this.#options;
    this.#waiting += 1;
    try {
      await live.ready();
    } finally {
      this.#waiting -= 1;
    }
    return live.state;
  }

  /** Lengthens a group, when it is one of this tree. Resolves with the first row that was hidden before. */
  showMore(groupId: string, pageSize: number): Promise<TreeNode> {
    const row = this.#shown.get(groupId) ?? pageSize;
    this.#shown.set(groupId, row + step);
    return new Promise((found) => {
      this.#awaited = { groupId, row, found };
      this.#changed.fire(undefined);
    });
  }

  #findAwaited(children: readonly TreeNode[]): void {
    if (!this.#awaited) return;
    const { groupId, row, found } = this.#awaited;
    const node = children.filter(({ id, kind }) => kind === 'memory' && id.startsWith(`${groupId}/`))[row];
    if (!node) return;
    this.#awaited = undefined;
    found(node);
  }
}
