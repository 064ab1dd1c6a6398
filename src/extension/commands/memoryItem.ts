import { type QuickPickItem, ThemeIcon } from 'vscode';
import { snippetOf } from '../../core/memoryLine.ts';
import { oneLine } from '../../core/oneLine.ts';
import type { MemoryView } from '../../protocol/memoryView.ts';
import { categoryLook } from '../views/categoryLook.ts';
import { rowDescription } from '../views/memoryText.ts';

export interface MemoryItem extends QuickPickItem {
  /** Missing where there is nothing to choose. */
  readonly memory?: MemoryView;
}

/** A memory in a list to choose from: its title, and below it what the title does not say. */
export function memoryItem(memory: MemoryView): MemoryItem {
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
