import { l10n } from 'vscode';
import type { MemoryClient } from '../../../client/memoryClient.ts';
import type { MemoryRecord } from '../../../protocol/memoryRecord.ts';
import type { MemoryArgument } from './memoryArgument.ts';
import { currentFolderPath } from '../platform/workspaceFolders.ts';
import type { Trees } from '../trees/trees.ts';
import { brief } from './brief.ts';
import { type ChoiceFilter, memoryChoices } from './memoryChoices.ts';
import { type MemoryItem, memoryItem } from './memoryItem.ts';
import { pickSearched } from './searchedMemory.ts';

export interface PickOptions extends ChoiceFilter {
  readonly placeholder: string;
}

/** Turns what a command was given into memory ids, and asks the person when it was given nothing. */
export class MemoryPicker {
  readonly #client: MemoryClient;
  readonly #trees: Trees;

  constructor(client: MemoryClient, trees: Trees) {
    this.#client = client;
    this.#trees = trees;
  }

  /** Ids of the clicked row or group, or of all selected ones when the clicked one is among them. */
  idsOf(target: MemoryArgument, all?: readonly MemoryArgument[]): string[] {
    if (typeof target === 'object' && target.view !== undefined) return this.#trees.selectionIn(target.view);
    const clicked = idsIn(target);
    const selected = [...new Set((all ?? []).flatMap(idsIn))];
    if (clicked.length === 0) return selected;
    return clicked.every((id) => selected.includes(id)) ? selected : [...clicked];
  }

  /** The id that was given, else the one that the person picks; undefined after Escape. */
  async idOrAsk(target: MemoryArgument, options: PickOptions): Promise<string | undefined> {
    return this.idsOf(target)[0] ?? (await this.#ask(options))?.id;
  }

  #ask({ placeholder, ...filter }: PickOptions): Promise<MemoryRecord | undefined> {
    const project = currentFolderPath();
    return pickSearched({
      placeholder,
      find: async (query, signal) => {
        const found = await memoryChoices(this.#client, query, filter, { project, signal });
        return found.length > 0 ? found.map(memoryItem) : [nothing(query)];
      },
    });
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
