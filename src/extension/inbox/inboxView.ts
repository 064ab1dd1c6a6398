import { l10n } from 'vscode';
import type { DisposableLike } from '../../core/disposable.ts';
import type { Contributions, InboxOffer, StatusNote } from '../shared/contributions.ts';
import type { Feature } from '../shared/feature.ts';
import type { FirstStep } from '../shared/firstStep.ts';
import type { ContextKeySetter } from '../shared/platform/contextKeys.ts';
import { DisposableStore } from '../shared/platform/disposableStore.ts';
import type { Listeners } from '../shared/platform/listeners.ts';
import { LiveTree, staleMessage } from '../shared/trees/liveTree.ts';
import { page } from '../shared/trees/pagedRows.ts';
import type { Trees } from '../shared/trees/trees.ts';
import type { Candidates, InboxData } from './inboxData.ts';
import { viewId } from './inboxIds.ts';

export interface InboxViewParts {
  readonly trees: Trees;
  readonly keys: ContextKeySetter;
  readonly statusNotes: Contributions<StatusNote>;
  readonly inboxOffers: Contributions<InboxOffer>;
  readonly steps: Listeners<FirstStep>;
}

/** The Inbox view: what was captured and waits for a yes or a no. */
export class InboxView implements Feature, StatusNote {
  readonly name = 'inbox view';
  readonly order = 20;
  readonly badge = '';
  readonly #data: InboxData;
  readonly #parts: InboxViewParts;

  constructor(data: InboxData, parts: InboxViewParts) {
    this.#data = data;
    this.#parts = parts;
  }

  register(): DisposableLike {
    const { trees, keys, statusNotes, inboxOffers, steps } = this.#parts;
    const { live } = this.#data;
    const handles = new DisposableStore(
      new LiveTree<Candidates>(trees, {
        viewId,
        live,
        // What is there to be reviewed comes first; offers wait until the Inbox is empty.
        build: ({ rows: candidates }, shown) =>
          candidates.length === 0
            ? inboxOffers.all.flatMap(({ rows }) => rows)
            : page(candidates, 'inbox', shown),
        onState: (tree, state) => {
          const { count } = this.#data;
          const tooltip =
            count === 1 ? l10n.t('1 memory to review') : l10n.t('{0} memories to review', count);
          tree.badge = count === 0 ? undefined : { value: count, tooltip };
          tree.message = staleMessage(state) ?? (count === 0 ? this.#offered() : '');
          keys.set('memoryBridge:hasCandidates', count > 0);
        },
      }),
      statusNotes.add(this),
      live.onDidChange(({ value }) => {
        statusNotes.changed();
        if (value?.rows.some(({ source }) => source.kind === 'commit')) steps.fire('captured');
      }),
      inboxOffers.onDidChange(() => live.invalidate()),
    );
    // They are counted before the view is opened.
    live.start();
    return handles;
  }

  get text(): string {
    const { count } = this.#data;
    return count > 0 ? l10n.t('{0} to review in the Inbox', count) : '';
  }

  #offered(): string {
    const messages = this.#parts.inboxOffers.all.map(({ message }) => message);
    return messages.filter((message) => message !== '').join(' ');
  }
}
