import { l10n, type QuickPickItem, ThemeIcon, window } from 'vscode';
import { snippetOf } from '../../core/memoryLine.ts';
import { oneLine } from '../../core/oneLine.ts';
import type { MemoryClient } from '../../client/memoryClient.ts';
import type { MemoryView } from '../../protocol/memoryView.ts';
import type { MemoryArgument } from '../ids.ts';
import { LatestSearch } from '../platform/latestSearch.ts';
import { currentFolderPath } from '../platform/workspaceFolders.ts';
import { categoryLook } from '../views/categoryLook.ts';
import type { TreeSelections } from '../views/treeSelections.ts';
import { brief, rowDescription } from '../views/memoryText.ts';
import { type ChoiceFilter, memoryChoices } from './memoryChoices.ts';

interface MemoryItem extends QuickPickItem {
  /** Missing where there is nothing to choose. */
  readonly memory?: MemoryView;
}

export interface PickOptions extends ChoiceFilter {
  readonly placeholder: string;
}

/** Turns what a command was given into memory ids, and asks the person when it was given nothing. */
export class MemoryPicker {
  readonly #client: MemoryClient;
  readonly #selections: TreeSelections;

  constructor(client: MemoryClient, selections: TreeSelections) {
    this.#client = client;
    this.#selections = selections;
  }

  /** Ids of the clicked row or group, or of all selected ones when the clicked one is among them. */
  idsOf(target: MemoryArgument, all?: readonly MemoryArgument[]): string[] {
    if (typeof target === 'object' && target.view !== undefined) return this.#selections.of(target.view);
    const clicked = idsIn(target);
    const selected = [...new Set((all ?? []).flatMap(idsIn))];
    if (clicked.length === 0) return selected;
    return clicked.every((id) => selected.includes(id)) ? selected : [...clicked];
  }

  /** The id that was given, else the one that the person picks; undefined after Escape. */
  async idOrAsk(target: MemoryArgument, options: PickOptions): Promise<string | undefined> {
    return this.idsOf(target)[0] ?? (await this.#ask(options))?.id;
  }

  /** A list that is searched on the server while one types, so that an old memory is found as well as a new one. */
  async #ask({ placeholder, ...filter }: PickOptions): Promise<MemoryView | undefined> {
    const project = currentFolderPath();
    const pick = window.createQuickPick<MemoryItem>();
    pick.placeholder = placeholder;
    pick.keepScrollPosition = true;
    // The server has ranked them. Without this the editor would put matches of the label first.
    Object.assign(pick, { sortByLabel: false });
    const search = new LatestSearch(pick, async (query, signal) => {
      const found = await memoryChoices(this.#client, query, filter, { project, signal });
      return found.length > 0 ? found.map(toItem) : [nothing(query)];
    });
    try {
      return await new Promise<MemoryView | undefined>((resolve, reject) => {
        search.onFailure = reject;
        pick.onDidAccept(() => {
          const [chosen] = pick.selectedItems;
          if (chosen?.memory) resolve(chosen.memory);
        });
        pick.onDidHide(() => resolve(undefined));
        pick.show();
        void search.now();
      });
    } finally {
      search.dispose();
      pick.dispose();
    }
  }
}

function idsIn(target: MemoryArgument): readonly string[] {
  if (typeof target === 'string') return [target];
  return target?.memoryIds ?? (target?.memoryId === undefined ? [] : [target.memoryId]);
}

function nothing(query: string): MemoryItem {
  return {
    label:
      query === ''
        ? l10n.t('There is no memory to choose.')
        : l10n.t('No memory matches “{0}”.', brief(query)),
    alwaysShow: true,
  };
}

function toItem(memory: MemoryView): MemoryItem {
  const detail = snippetOf(memory);
  return {
    memory,
    label: oneLine(memory.title),
    description: rowDescription(memory),
    ...(detail === '' ? {} : { detail }),
    iconPath: new ThemeIcon(categoryLook(memory.category).icon),
    alwaysShow: true,
  };
}
