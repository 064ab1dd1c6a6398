import { env, l10n } from 'vscode';
import type { DisposableLike } from '../../core/disposable.ts';
import type { CommandRegistry } from '../shared/commandRegistry.ts';
import type { Feature } from '../shared/feature.ts';
import { brief } from '../shared/memory/brief.ts';
import type { ChosenMemories } from '../shared/memory/chosenMemories.ts';
import { isDue, type MemoryActions } from '../shared/memory/memoryActions.ts';
import type { MemoryArgument } from '../shared/memory/memoryArgument.ts';
import type { MemoryPicker } from '../shared/memory/memoryPicker.ts';

export interface UpdateCommandParts {
  readonly commands: CommandRegistry;
  readonly actions: MemoryActions;
  readonly picker: MemoryPicker;
  readonly chosen: ChosenMemories;
}

/** Pin, archive, delete and their opposites; copy. */
export class UpdateCommands implements Feature {
  readonly name = 'update commands';
  readonly #parts: UpdateCommandParts;

  constructor(parts: UpdateCommandParts) {
    this.#parts = parts;
  }

  register(): DisposableLike {
    const { commands, chosen } = this.#parts;
    return commands.register({
      'memoryBridge.pin': (target, all) =>
        chosen.update('pin', target, all, {
          placeholder: l10n.t('Which memory do you want to pin?'),
          status: ['active'],
          accepts: (memory) => !memory.pinned,
        }),
      'memoryBridge.unpin': (target, all) =>
        chosen.update('unpin', target, all, {
          placeholder: l10n.t('Which memory do you want to unpin?'),
          status: ['active'],
          accepts: (memory) => memory.pinned,
        }),
      'memoryBridge.archive': (target, all) => this.#archive(target, all),
      'memoryBridge.delete': (target, all) => this.#delete(target, all),
      'memoryBridge.reminderDone': (target) => this.#done(target),
      'memoryBridge.copyMemory': (target) => this.#copy(target),
    });
  }

  async #archive(target: MemoryArgument, all?: readonly MemoryArgument[]): Promise<void> {
    const { chosen } = this.#parts;
    const done = await chosen.update('archive', target, all, {
      placeholder: l10n.t('Which memory do you want to archive?'),
      status: ['active', 'resolved'],
    });
    chosen.tell(
      done,
      (title) => l10n.t('Archived “{0}”.', title),
      (n) => l10n.t('Archived {0} memories.', n),
    );
  }

  async #delete(target: MemoryArgument, all?: readonly MemoryArgument[]): Promise<void> {
    const { chosen } = this.#parts;
    const done = await chosen.update('delete', target, all, {
      placeholder: l10n.t('Which memory do you want to delete?'),
      status: ['active', 'resolved'],
    });
    chosen.tell(
      done,
      (title) => l10n.t('Deleted “{0}”.', title),
      (n) => l10n.t('Deleted {0} memories.', n),
    );
  }

  async #done(target: MemoryArgument): Promise<void> {
    const { picker, actions } = this.#parts;
    const id = await picker.idOrAsk(target, {
      placeholder: l10n.t('Which memory is done?'),
      status: ['active'],
      accepts: isDue,
    });
    if (id === undefined) return;
    const memory = await actions.get(id);
    const { changeId, due } = await actions.done(memory);
    const title = brief(memory.title);
    const text =
      due === ''
        ? l10n.t('“{0}” is done.', title)
        : l10n.t('“{0}” is done. It is due again on {1}.', title, due);
    actions.offerUndo(text, [changeId]);
  }

  async #copy(target: MemoryArgument): Promise<void> {
    const { picker, actions } = this.#parts;
    const id = await picker.idOrAsk(target, {
      placeholder: l10n.t('Which memory do you want to copy?'),
      status: ['active', 'resolved'],
    });
    if (id === undefined) return;
    await env.clipboard.writeText((await actions.get(id)).content);
  }
}
