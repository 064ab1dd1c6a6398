import { l10n, window } from 'vscode';
import { brief } from './brief.ts';
import { type ManyAction, mayChangeMany } from './manyMemories.ts';
import type { ActionOnMany, Changed, MemoryActions } from './memoryActions.ts';
import type { MemoryArgument } from './memoryArgument.ts';
import type { MemoryPicker, PickOptions } from './memoryPicker.ts';

/** What commands that change memories have in common: which ones, whether really so many, and what to say afterwards. */
export class ChosenMemories {
  readonly #actions: MemoryActions;
  readonly #picker: MemoryPicker;

  constructor(actions: MemoryActions, picker: MemoryPicker) {
    this.#actions = actions;
    this.#picker = picker;
  }

  /** Those that the command was given, else the one that the person picks. */
  async ids(
    target: MemoryArgument,
    all: readonly MemoryArgument[] | undefined,
    options: PickOptions,
  ): Promise<string[]> {
    const given = this.#picker.idsOf(target, all);
    if (given.length > 0) return given;
    if (typeof target === 'object') {
      // A key was pressed on a row that stands for no memories of its own; a list of others would be no answer to it.
      void window.showInformationMessage(l10n.t('Select one or more memories first.'));
      return [];
    }
    const id = await this.#picker.idOrAsk(undefined, options);
    return id === undefined ? [] : [id];
  }

  async update(
    action: ActionOnMany,
    target: MemoryArgument,
    all: readonly MemoryArgument[] | undefined,
    options: PickOptions,
  ): Promise<Changed | undefined> {
    const ids = await this.ids(target, all, options);
    if (ids.length === 0 || (asksFirst(action) && !(await mayChangeMany(action, ids.length))))
      return undefined;
    return this.#actions.updateAll(ids, action);
  }

  /** Says what was done, with Undo. */
  tell(done: Changed | undefined, one: (title: string) => string, many: (count: number) => string): void {
    const [first] = done?.memories ?? [];
    if (!done || !first) return;
    const { memories, changeIds } = done;
    const message = memories.length === 1 ? one(brief(first.title)) : many(memories.length);
    this.#actions.offerUndo(message, changeIds);
  }
}

/** What can be seen to have happened, and is small, happens to many as to one. */
function asksFirst(action: ActionOnMany): action is ManyAction {
  return action === 'archive' || action === 'delete' || action === 'reopen' || action === 'restore';
}
