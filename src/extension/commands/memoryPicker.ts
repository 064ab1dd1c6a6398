import { l10n, type QuickPickItem, ThemeIcon, window } from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import type { Category, Status } from '../../core/memory.ts';
import type { MemoryView } from '../../protocol/memoryView.ts';
import { listMemoriesOperation } from '../../protocol/operations/listMemories.ts';
import type { MemoryArgument } from '../ids.ts';
import { currentFolderPath } from '../platform/workspaceFolders.ts';
import { categoryLook } from '../views/categoryLook.ts';
import type { TreeSelections } from '../views/treeSelections.ts';
import { brief, rowDescription } from '../views/memoryText.ts';

interface MemoryItem extends QuickPickItem {
  readonly memory: MemoryView;
}

export interface PickOptions {
  readonly placeholder: string;
  readonly status: Status[];
  readonly category?: Category;
  readonly accepts?: (memory: MemoryView) => boolean;
}

/** Turns what a command was given into memory ids, and asks the person when it was given nothing. */
export class MemoryPicker {
  readonly #client: MemoryClient;
  readonly #selections: TreeSelections;

  constructor(client: MemoryClient, selections: TreeSelections) {
    this.#client = client;
    this.#selections = selections;
  }

  /** Ids of the clicked row, or of all selected ones when the clicked one is among them. */
  idsOf(target: MemoryArgument, all?: readonly MemoryArgument[]): string[] {
    if (typeof target === 'object' && target.view !== undefined) return this.#selections.of(target.view);
    const clicked = idOf(target);
    const selected = (all ?? []).map(idOf).filter((id) => id !== undefined);
    if (clicked === undefined) return selected;
    return selected.includes(clicked) ? selected : [clicked];
  }

  /** The id that was given, else the one that the person picks; undefined after Escape. */
  async idOrAsk(target: MemoryArgument, options: PickOptions): Promise<string | undefined> {
    return this.idsOf(target)[0] ?? (await this.#ask(options))?.id;
  }

  async #ask({ placeholder, status, category, accepts }: PickOptions): Promise<MemoryView | undefined> {
    const project = currentFolderPath();
    const { result } = await this.#client.call(
      listMemoriesOperation,
      { status, limit: 200, ...(category ? { category } : {}), ...(project ? { project } : {}) },
      project ? { project } : {},
    );
    const found = result.memories.filter(accepts ?? (() => true)).map(toItem);
    if (found.length === 0) {
      void window.showInformationMessage(l10n.t('There is no memory for this.'));
      return undefined;
    }
    const picked = await window.showQuickPick(found, {
      placeHolder: placeholder,
      matchOnDescription: true,
      matchOnDetail: true,
    });
    return picked?.memory;
  }
}

function idOf(target: MemoryArgument): string | undefined {
  return typeof target === 'string' ? target : target?.memoryId;
}

function toItem(memory: MemoryView): MemoryItem {
  return {
    memory,
    label: memory.title,
    description: rowDescription(memory),
    detail: brief(memory.content, 120),
    iconPath: new ThemeIcon(categoryLook(memory.category).icon),
  };
}
