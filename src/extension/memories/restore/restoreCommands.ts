import { commands, l10n, window } from 'vscode';
import type { MemoryClient } from '../../../client/memoryClient.ts';
import type { DisposableLike } from '../../../core/disposable.ts';
import { MemoryBridgeError } from '../../../core/errors.ts';
import type { Feature } from '../../shared/feature.ts';
import type { MemoryArgument } from '../../shared/memory/memoryArgument.ts';
import { requireTrust } from '../../shared/platform/trust.ts';
import { brief } from '../../shared/memory/brief.ts';
import type { CommandRegistry } from '../../shared/commandRegistry.ts';
import type { MemoryActions } from '../../shared/memory/memoryActions.ts';
import type { MemoryPicker } from '../../shared/memory/memoryPicker.ts';
import { pickPutAway } from './restorePicker.ts';
import { mayChangeMany } from '../../shared/memory/manyMemories.ts';
import { undoneText } from './undoneText.ts';

/** The ways back that stay when the message with its Undo is gone. */
export class RestoreCommands implements Feature {
  readonly name = 'restore commands';
  readonly #registry: CommandRegistry;
  readonly #client: MemoryClient;
  readonly #actions: MemoryActions;
  readonly #picker: MemoryPicker;

  constructor(registry: CommandRegistry, client: MemoryClient, actions: MemoryActions, picker: MemoryPicker) {
    this.#registry = registry;
    this.#client = client;
    this.#actions = actions;
    this.#picker = picker;
  }

  register(): DisposableLike {
    return this.#registry.register({
      'memoryBridge.restore': (target, all) => this.#restore(target, all),
      'memoryBridge.undoLastChange': () => this.#undoLast(),
    });
  }

  async #restore(target: MemoryArgument, all: readonly MemoryArgument[] | undefined): Promise<void> {
    requireTrust();
    const given = this.#picker.idsOf(target, all);
    const picked = given.length > 0 ? undefined : await pickPutAway(this.#client);
    const ids = picked ? [picked] : given;
    if (ids.length === 0 || !(await mayChangeMany('restore', ids.length))) return;
    const { memories, changeIds } = await this.#actions.updateAll(ids, 'restore');
    const [first] = memories;
    if (!first) return;
    const message =
      memories.length === 1
        ? l10n.t('Restored “{0}”.', brief(first.title))
        : l10n.t('Restored {0} memories.', memories.length);
    this.#actions.offerUndo(message, changeIds);
  }

  async #undoLast(): Promise<void> {
    try {
      const { action, memories, changeId } = await this.#actions.undoLast();
      this.#actions.offerUndo(undoneText(action, memories), [changeId], l10n.t('Redo'));
    } catch (error) {
      if (MemoryBridgeError.is(error, 'not_found'))
        void window.showInformationMessage(l10n.t('You have no changes left to undo.'));
      else if (MemoryBridgeError.is(error, 'conflict')) await this.#explain(error);
      else throw error;
    }
  }

  /** Somebody has changed the memory since; what stands in it now is theirs, and is not to be lost. */
  async #explain({ message, details }: MemoryBridgeError): Promise<void> {
    const id = details?.['memoryId'];
    if (typeof id !== 'string') return void window.showWarningMessage(message);
    const { title } = await this.#actions.get(id);
    const open = l10n.t('Open');
    const text = l10n.t('Your last change cannot be undone: “{0}” has been changed since.', brief(title));
    if ((await window.showWarningMessage(text, open)) === open)
      await commands.executeCommand('memoryBridge.openMemory', id);
  }
}
