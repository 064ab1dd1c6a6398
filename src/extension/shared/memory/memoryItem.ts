import { type QuickPickItem, ThemeIcon } from 'vscode';
import { snippetOf } from '../../../core/memory/memoryLine.ts';
import { oneLine } from '../../../core/text/oneLine.ts';
import type { MemoryRecord } from '../../../protocol/memoryRecord.ts';
import { categoryLook } from './categoryLook.ts';
import { rowDescription } from './rowText.ts';

export interface MemoryItem extends QuickPickItem {
  /** Missing where there is nothing to choose. */
  readonly memory?: MemoryRecord;
}

/** A memory in a list to choose from: its title, and below it what the title does not say. */
export function memoryItem(memory: MemoryRecord): MemoryItem {
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
