import { basename } from 'node:path';
import { commands, l10n } from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import { captureHistoryOperation } from '../../protocol/operations/capture/captureHistory.ts';
import type { CommandRegistry } from '../shared/commandRegistry.ts';
import type { ErrorPresenter } from '../shared/errors/errorPresenter.ts';
import type { Feature } from '../shared/feature.ts';
import type { HistoryArgument } from './captureIds.ts';
import { DisposableStore } from '../shared/platform/disposableStore.ts';
import { requireTrust } from '../shared/platform/trust.ts';
import type { ActionNode } from '../shared/trees/treeNode.ts';
import type { Contributions, InboxOffer } from '../shared/contributions.ts';

/** What repositories decided before memory came to them: told in the Inbox once, until it is reviewed or dismissed. */
export class HistoryOffer implements Feature, InboxOffer {
  readonly name = 'history offer';
  readonly order = 10;
  readonly #registry: CommandRegistry;
  readonly #client: MemoryClient;
  readonly #errors: ErrorPresenter;
  readonly #found = new Map<string, number>();
  readonly #offers: Contributions<InboxOffer>;

  constructor(
    registry: CommandRegistry,
    client: MemoryClient,
    errors: ErrorPresenter,
    offers: Contributions<InboxOffer>,
  ) {
    this.#offers = offers;
    this.#registry = registry;
    this.#client = client;
    this.#errors = errors;
  }

  register(): DisposableLike {
    return new DisposableStore(
      this.#offers.add(this),
      this.#registry.register({
        'memoryBridge.reviewHistory': (target) => this.#settle(target, 'take'),
        'memoryBridge.dismissHistory': (target) => this.#settle(target, 'dismiss'),
      }),
    );
  }

  /** Empty while there is nothing to tell. */
  get message(): string {
    const [first, ...others] = this.#found;
    if (!first) return '';
    if (others.length > 0)
      return [...this.#found]
        .map(([root, found]) =>
          found === 1
            ? l10n.t('1 decision found in the history of {0}.', basename(root))
            : l10n.t('{0} decisions found in the history of {1}.', found, basename(root)),
        )
        .join(' ');
    return first[1] === 1
      ? l10n.t("1 decision found in this repository's history.")
      : l10n.t("{0} decisions found in this repository's history.", first[1]);
  }

  get rows(): ActionNode[] {
    const isOne = this.#found.size === 1;
    return [...this.#found.keys()].flatMap((root): ActionNode[] => {
      const common = { argument: { root }, description: isOne ? undefined : basename(root) };
      return [
        {
          kind: 'action',
          id: `history/review/${root}`,
          label: l10n.t('Review'),
          icon: 'history',
          command: 'memoryBridge.reviewHistory',
          tooltip: l10n.t('Adds them to the Inbox, where you accept or reject each one.'),
          ...common,
        },
        {
          kind: 'action',
          id: `history/dismiss/${root}`,
          label: l10n.t('Dismiss'),
          icon: 'close',
          command: 'memoryBridge.dismissHistory',
          tooltip: l10n.t('They will not be offered again for this repository.'),
          ...common,
        },
      ];
    });
  }

  /** Has the history counted, once for a repository. Nobody waits for it. */
  async look(root: string): Promise<void> {
    try {
      this.#set(root, (await this.#call(root, 'count')).found);
    } catch (error) {
      this.#errors.log(`The history of ${root} could not be read.`, error);
    }
  }

  async #settle(target: HistoryArgument, action: 'take' | 'dismiss'): Promise<void> {
    requireTrust();
    const roots = target ? [target.root] : [...this.#found.keys()];
    for (const root of roots) this.#set(root, (await this.#call(root, action)).found);
    if (action === 'take') await commands.executeCommand('memoryBridge.inbox.focus');
  }

  async #call(root: string, action: 'count' | 'take' | 'dismiss') {
    return (await this.#client.call(captureHistoryOperation, { root, action }, { project: root })).result;
  }

  #set(root: string, found: number): void {
    if ((this.#found.get(root) ?? 0) === found) return;
    if (found === 0) this.#found.delete(root);
    else this.#found.set(root, found);
    this.#offers.changed();
  }
}
