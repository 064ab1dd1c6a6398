import { env, l10n, window } from 'vscode';
import type { DisposableLike } from '../../core/disposable.ts';
import type { Feature } from '../shared/feature.ts';
import type { MemoryArgument } from '../shared/ids.ts';
import { brief } from '../shared/memory/memoryLabels.ts';
import type { CommandRegistry } from '../shared/commandRegistry.ts';
import { type ManyAction, mayChangeMany } from '../shared/memory/manyMemories.ts';
import type { ActionOnMany, Changed, MemoryActions } from '../shared/memory/memoryActions.ts';
import type { MemoryPicker, PickOptions } from '../shared/memory/memoryPicker.ts';

/** Pin, resolve, archive, delete and their opposites. */
export class UpdateCommands implements Feature {
  readonly name = 'update commands';
  readonly #registry: CommandRegistry;
  readonly #actions: MemoryActions;
  readonly #picker: MemoryPicker;

  constructor(registry: CommandRegistry, actions: MemoryActions, picker: MemoryPicker) {
    this.#registry = registry;
    this.#actions = actions;
    this.#picker = picker;
  }

  register(): DisposableLike {
    return this.#registry.register({
      'memoryBridge.resolve': (target, all) => this.#resolve(target, all),
      'memoryBridge.reopen': (target, all) => this.#reopen(target, all),
      'memoryBridge.pin': (target, all) =>
        this.#update('pin', target, all, {
          placeholder: l10n.t('Which memory do you want to pin?'),
          status: ['active'],
          accepts: (memory) => !memory.pinned,
        }),
      'memoryBridge.unpin': (target, all) =>
        this.#update('unpin', target, all, {
          placeholder: l10n.t('Which memory do you want to unpin?'),
          status: ['active'],
          accepts: (memory) => memory.pinned,
        }),
      'memoryBridge.archive': (target, all) => this.#archive(target, all),
      'memoryBridge.delete': (target, all) => this.#delete(target, all),
      'memoryBridge.copyMemory': (target) => this.#copy(target),
    });
  }

  async #resolve(target: MemoryArgument, all?: readonly MemoryArgument[]): Promise<void> {
    const ids = await this.#ids(target, all, {
      placeholder: l10n.t('Which blocker is resolved?'),
      status: ['active'],
      category: 'blocker',
    });
    const [only] = ids;
    if (only === undefined) return;
    if (ids.length > 1) {
      const done = await this.#actions.updateAll(ids, 'resolve');
      return this.#tell(
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
    const done = await this.#update('reopen', target, all, {
      placeholder: l10n.t('Which blocker do you want to reopen?'),
      status: ['resolved'],
      category: 'blocker',
    });
    // One that is open again is seen; of many nobody would know which they were.
    if (done && done.memories.length > 1)
      this.#tell(
        done,
        () => '',
        (n) => l10n.t('Reopened {0} blockers.', n),
      );
  }

  async #archive(target: MemoryArgument, all?: readonly MemoryArgument[]): Promise<void> {
    const done = await this.#update('archive', target, all, {
      placeholder: l10n.t('Which memory do you want to archive?'),
      status: ['active', 'resolved'],
    });
    this.#tell(
      done,
      (title) => l10n.t('Archived “{0}”.', title),
      (n) => l10n.t('Archived {0} memories.', n),
    );
  }

  async #delete(target: MemoryArgument, all?: readonly MemoryArgument[]): Promise<void> {
    const done = await this.#update('delete', target, all, {
      placeholder: l10n.t('Which memory do you want to delete?'),
      status: ['active', 'resolved'],
    });
    this.#tell(
      done,
      (title) => l10n.t('Deleted “{0}”.', title),
      (n) => l10n.t('Deleted {0} memories.', n),
    );
  }

  async #copy(target: MemoryArgument): Promise<void> {
    const id = await this.#picker.idOrAsk(target, {
      placeholder: l10n.t('Which memory do you want to copy?'),
      status: ['active', 'resolved'],
    });
    if (id === undefined) return;
    await env.clipboard.writeText((await this.#actions.get(id)).content);
  }

  async #update(
    action: ActionOnMany,
    target: MemoryArgument,
    all: readonly MemoryArgument[] | undefined,
    options: PickOptions,
  ): Promise<Changed | undefined> {
    const ids = await this.#ids(target, all, options);
    if (ids.length === 0 || (asksFirst(action) && !(await mayChangeMany(action, ids.length))))
      return undefined;
    return this.#actions.updateAll(ids, action);
  }

  async #ids(
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

  #tell(done: Changed | undefined, one: (title: string) => string, many: (count: number) => string): void {
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
