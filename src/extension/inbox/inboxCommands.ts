import { l10n, window } from 'vscode';
import type { DisposableLike } from '../../core/disposable.ts';
import { linkedTo } from '../../core/memory/memoryLink.ts';
import { endedTitle } from '../../core/statement/endedText.ts';
import type { MemoryRecord } from '../../protocol/memoryRecord.ts';
import type { Feature } from '../shared/feature.ts';
import type { MemoryArgument } from '../shared/memory/memoryArgument.ts';
import { workspaceFolderPaths } from '../shared/platform/workspaceFolders.ts';
import { brief } from '../shared/memory/brief.ts';
import type { CommandRegistry } from '../shared/commandRegistry.ts';
import type { MemoryActions } from '../shared/memory/memoryActions.ts';
import type { MemoryPicker } from '../shared/memory/memoryPicker.ts';

/** Accept and reject, one by one or all at once; every answer can be taken back. */
export class InboxCommands implements Feature {
  readonly name = 'inbox commands';
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
      'memoryBridge.accept': (target, all) => this.#review('accept', target, all),
      'memoryBridge.reject': (target, all) => this.#review('reject', target, all),
      'memoryBridge.acceptAll': () => this.#acceptAll(),
    });
  }

  async #review(
    action: 'accept' | 'reject',
    target: MemoryArgument,
    all: readonly MemoryArgument[] | undefined,
  ): Promise<void> {
    const ids = this.#picker.idsOf(target, all);
    if (ids.length === 0) return;
    const { memories, changeId } = await (action === 'accept'
      ? this.#actions.accept({ ids: [...ids] })
      : this.#actions.reject([...ids]));
    const [first] = memories;
    if (changeId === null || !first) return;
    // An accepted memory is seen in the tree; what is gone from sight, or was asked to go, offers the way back.
    const asked = memories.filter((memory) => linkedTo(memory, 'ends') !== undefined);
    if (action === 'accept' && asked.length === 0) return;
    this.#actions.offerUndo(
      action === 'accept' ? putAway(asked) : notAccepted(memories, asked.length === memories.length),
      [changeId],
    );
  }

  async #acceptAll(): Promise<void> {
    const folders = workspaceFolderPaths();
    const inputs =
      folders.length === 0 ? [{ all_projects: true }] : folders.map(({ path }) => ({ project: path }));
    const changeIds: string[] = [];
    let count = 0;
    for (const input of inputs) {
      const { memories, changeId } = await this.#actions.acceptAll(input);
      count += memories.length;
      if (changeId !== null) changeIds.push(changeId);
    }
    if (count === 0) void window.showInformationMessage(l10n.t('There is nothing to review.'));
    else if (count === 1) this.#actions.offerUndo(l10n.t('Accepted 1 memory.'), changeIds);
    else this.#actions.offerUndo(l10n.t('Accepted {0} memories.', count), changeIds);
  }
}

/** To accept the question whether a memory still holds puts the memory away, to reject it keeps the memory. */
function putAway(asked: readonly MemoryRecord[]): string {
  const [first] = asked;
  return asked.length === 1 && first
    ? l10n.t('Accepted: “{0}” is marked as superseded.', brief(endedTitle(first.title)))
    : l10n.t('Accepted: {0} memories are marked as superseded.', asked.length);
}

function notAccepted(memories: readonly MemoryRecord[], areKept: boolean): string {
  const [first] = memories;
  if (memories.length > 1 || !first)
    return areKept
      ? l10n.t('Rejected: {0} memories stay in force.', memories.length)
      : l10n.t('Rejected {0} memories.', memories.length);
  return areKept
    ? l10n.t('Rejected: “{0}” stays in force.', brief(endedTitle(first.title)))
    : l10n.t('Rejected “{0}”.', brief(first.title));
}
