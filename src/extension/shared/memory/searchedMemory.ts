import { window } from 'vscode';
import type { MemoryRecord } from '../../../protocol/memoryRecord.ts';
import { LatestSearch } from '../platform/latestSearch.ts';
import type { MemoryItem } from './memoryItem.ts';

export interface MemorySearch {
  readonly title?: string;
  readonly placeholder: string;
  /** The rows for what is typed, trimmed; aborted when more is typed. */
  readonly find: (text: string, signal: AbortSignal) => Promise<readonly MemoryItem[]>;
  /** Hears of the button of a row. */
  readonly onButton?: (memory: MemoryRecord) => void;
}

/**
 * The memory that a person picks from a list that is searched on the server while they type, so that an old one is found
 * as well as a new one; undefined after Escape. Rejects when the server does not answer.
 */
export async function pickSearched(options: MemorySearch): Promise<MemoryRecord | undefined> {
  const pick = window.createQuickPick<MemoryItem>();
  pick.title = options.title;
  pick.placeholder = options.placeholder;
  pick.keepScrollPosition = true;
  // The server has ranked them. Without this the editor would put matches of the label first.
  Object.assign(pick, { sortByLabel: false });
  const search = new LatestSearch(pick, options.find);
  try {
    return await new Promise<MemoryRecord | undefined>((resolve, reject) => {
      search.onFailure = reject;
      pick.onDidTriggerItemButton(({ item }) => item.memory && options.onButton?.(item.memory));
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
