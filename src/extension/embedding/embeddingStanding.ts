import { l10n } from 'vscode';
import type { DisposableLike } from '../../core/disposable.ts';
import { mostTurnsCounted } from '../../core/conversation/mostTurnsCounted.ts';
import type { EmbeddingStatus } from '../../protocol/embeddingStatus.ts';
import type { Contributions, StatusNote, StatusSection } from '../shared/contributions.ts';
import type { Feature } from '../shared/feature.ts';
import type { LiveQuery } from '../shared/live/liveQuery.ts';
import { DisposableStore } from '../shared/platform/disposableStore.ts';
import { embeddingProgressText, modelName } from './embeddingProgress.ts';

/** How search by meaning stands: a line in the status bar while there is something to say, a section of Show Status. */
export class EmbeddingStanding implements Feature, StatusNote {
  readonly name = 'embedding status';
  readonly order = 30;
  readonly badge = '';
  readonly #status: LiveQuery<EmbeddingStatus>;
  readonly #notes: Contributions<StatusNote>;
  readonly #sections: Contributions<StatusSection>;

  constructor(
    status: LiveQuery<EmbeddingStatus>,
    notes: Contributions<StatusNote>,
    sections: Contributions<StatusSection>,
  ) {
    this.#status = status;
    this.#notes = notes;
    this.#sections = sections;
  }

  register(): DisposableLike {
    const section: StatusSection = {
      order: 10,
      title: l10n.t('Search by meaning'),
      rows: ({ embedding }) => rowsOf(embedding),
    };
    const handles = new DisposableStore(
      this.#notes.add(this),
      this.#sections.add(section),
      this.#status.onDidChange(() => this.#notes.changed()),
    );
    this.#status.start();
    return handles;
  }

  get text(): string {
    const status = this.#status.state.value;
    const progress = status ? embeddingProgressText(status) : '';
    return progress === '' ? '' : l10n.t('Search by meaning: {0}', progress);
  }
}

/** Rows of Show Status. */
function rowsOf(status: EmbeddingStatus): [string, string][] {
  const { active, wanted, state, message, turnsAwaiting = 0 } = status;
  const isOther = active.provider !== wanted.provider || active.model !== wanted.model;
  const progress = embeddingProgressText(status);
  return [
    [
      l10n.t('Answers come from'),
      `${modelName(active)} (${active.provider}, ${l10n.t('{0} dimensions', active.dimensions)})`,
    ],
    ...(isOther
      ? [[l10n.t('Chosen'), `${modelName(wanted)} (${wanted.provider})`] satisfies [string, string]]
      : []),
    [l10n.t('State'), stateText(state)],
    ...(progress === '' || progress === message
      ? []
      : [[l10n.t('Progress'), progress] satisfies [string, string]]),
    ...(turnsAwaiting === 0
      ? []
      : [[l10n.t('Conversations'), turnsText(turnsAwaiting)] satisfies [string, string]]),
    ...(message === null ? [] : [[l10n.t('Note'), message] satisfies [string, string]]),
  ];
}

function turnsText(turns: number): string {
  return turns < mostTurnsCounted
    ? l10n.t('turns not found by meaning yet: {0}', turns)
    : l10n.t('turns not found by meaning yet: {0} or more', turns);
}

function stateText(state: EmbeddingStatus['state']): string {
  switch (state) {
    case 'ready':
      return l10n.t('ready');
    case 'downloading':
      return l10n.t('downloading');
    case 'waiting':
      return l10n.t('waiting');
    case 'reindexing':
      return l10n.t('building vectors');
    case 'failed':
      return l10n.t('failed');
  }
}
