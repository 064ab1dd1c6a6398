import { l10n, window } from 'vscode';
import type { DisposableLike } from '../../core/disposable.ts';
import type { CommandRegistry } from '../shared/commandRegistry.ts';
import type { Feature } from '../shared/feature.ts';
import { brief } from '../shared/memory/brief.ts';
import type { ChosenMemories } from '../shared/memory/chosenMemories.ts';
import type { MemoryActions } from '../shared/memory/memoryActions.ts';
import type { MemoryArgument } from '../shared/memory/memoryArgument.ts';

/** Resolve and reopen. */
export class BlockerCommands implements Feature {
  readonly name = 'blocker commands';
  readonly #registry: CommandRegistry;
  readonly #actions: MemoryActions;
  readonly #chosen: ChosenMemories;

  constructor(registry: CommandRegistry, actions: MemoryActions, chosen: ChosenMemories) {
    this.#registry = registry;
    this.#actions = actions;
    this.#chosen = chosen;
  }

  register(): DisposableLike {
    return this.#registry.register({
      'memoryBridge.resolve': (target, all) => this.#resolve(target, all),
      'memoryBridge.reopen': (target, all) => this.#reopen(target, all),
    });
  }

  async #resolve(target: MemoryArgument, all?: readonly MemoryArgument[]): Promise<void> {
    const ids = await this.#chosen.ids(target, all, {
      placeholder: l10n.t('Which blocker is resolved?'),
      status: ['active'],
      category: 'blocker',
    });
    const [only] = ids;
    if (only === undefined) return;
    if (ids.length > 1) {
      const done = await this.#actions.updateAll(ids, 'resolve');
      return this.#chosen.tell(
        done,
        (title) => l10n.t('Resolved “{0}”.', title),
        (n) => l10n.t('Resolved {0} blockers.', n),
      );
    }
    const note = await window.showInputBox({
      title: l10n.t('Resolve blocker'),
      prompt: l10n.t('How was it resolved? Press Enter to skip this.'),
    });
    if (note === undefined) return;
    const { memory, changeId } = await this.#actions.update(only, 'resolve', note === '' ? {} : { note });
    this.#actions.offerUndo(l10n.t('Resolved “{0}”.', brief(memory.title)), [changeId]);
  }

  async #reopen(target: MemoryArgument, all?: readonly MemoryArgument[]): Promise<void> {
    const done = await this.#chosen.update('reopen', target, all, {
      placeholder: l10n.t('Which blocker do you want to reopen?'),
      status: ['resolved'],
      category: 'blocker',
    });
    // One that is open again is seen; of many nobody would know which they were.
    if (done && done.memories.length > 1)
      this.#chosen.tell(
        done,
        () => '',
        (n) => l10n.t('Reopened {0} blockers.', n),
      );
  }
}
