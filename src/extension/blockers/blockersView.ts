import { l10n } from 'vscode';
import type { DisposableLike } from '../../core/disposable.ts';
import type { Contributions, StatusNote } from '../shared/contributions.ts';
import type { Feature } from '../shared/feature.ts';
import { DisposableStore } from '../shared/platform/disposableStore.ts';
import { LiveTree, staleMessage } from '../shared/trees/liveTree.ts';
import type { Trees } from '../shared/trees/trees.ts';
import { groupBlockers } from './blockerGroups.ts';
import type { BlockersData } from './blockersData.ts';
import { viewId } from './blockersIds.ts';

/** The Blockers view: open ones first. Their number is in the status bar; that on the icon is the Inbox's. */
export class BlockersView implements Feature, StatusNote {
  readonly name = 'blockers view';
  readonly order = 10;
  readonly isSpoken = true;
  readonly #data: BlockersData;
  readonly #trees: Trees;
  readonly #notes: Contributions<StatusNote>;

  constructor(data: BlockersData, trees: Trees, notes: Contributions<StatusNote>) {
    this.#data = data;
    this.#trees = trees;
    this.#notes = notes;
  }

  register(): DisposableLike {
    const { live } = this.#data;
    const handles = new DisposableStore(
      new LiveTree(this.#trees, {
        viewId,
        live,
        build: groupBlockers,
        onState: (tree, state) => {
          tree.message = staleMessage(state) ?? '';
        },
      }),
      this.#notes.add(this),
      live.onDidChange(() => this.#notes.changed()),
    );
    // They are counted before the view is opened.
    live.start();
    return handles;
  }

  get badge(): string {
    const open = this.#data.openCount;
    return open > 0 ? `$(stop-circle) ${open}` : '';
  }

  get text(): string {
    const open = this.#data.openCount;
    return open === 1 ? l10n.t('1 open blocker') : l10n.t('{0} open blockers', open);
  }
}
