import type { MarkdownString, TreeView } from 'vscode';
import { Disposable, type DisposableLike } from '../../../core/disposable.ts';
import type { CommandRegistry } from '../commandRegistry.ts';
import type { ErrorPresenter } from '../errors/errorPresenter.ts';
import type { MemoryActions } from '../memory/memoryActions.ts';
import { memoryTooltip } from '../memory/memoryTooltip.ts';
import type { TreeNode } from './treeNode.ts';

interface OpenTree {
  readonly tree: TreeView<TreeNode>;
  showMore(groupId: string): void;
}

/** What the trees of all views have in common. A keybinding tells a command the view, but not the row. */
export class Trees extends Disposable {
  readonly #open = new Map<string, OpenTree>();

  readonly #actions: MemoryActions;
  readonly #errors: ErrorPresenter;

  constructor(commands: CommandRegistry, actions: MemoryActions, errors: ErrorPresenter) {
    super();
    this.#actions = actions;
    this.#errors = errors;
    this._register(
      commands.register({
        'memoryBridge.showMore': (target) => {
          if (target) for (const open of this.#open.values()) open.showMore(target.id);
        },
      }),
    );
  }

  follow(viewId: string, tree: OpenTree): DisposableLike {
    this.#open.set(viewId, tree);
    return { dispose: () => this.#open.delete(viewId) };
  }

  /** What a memory says, for its row. */
  async tooltipOf(memoryId: string): Promise<MarkdownString> {
    return memoryTooltip(await this.#actions.get(memoryId));
  }

  /** A failure goes to the log and the welcome text, never into a row that looks like a memory. */
  onError(error: unknown): void {
    this.#errors.log('A view could not be filled.', error);
  }

  /** Ids of the selected memories, and of those in the selected groups. */
  selectionIn(viewId: string): string[] {
    const ids = (this.#open.get(viewId)?.tree.selection ?? []).flatMap((node) => {
      if (node.kind === 'memory') return [node.memoryId];
      return node.kind === 'group' ? [...(node.memoryIds ?? [])] : [];
    });
    return [...new Set(ids)];
  }
}
