import { l10n } from 'vscode';
import type { EmbeddingStatus } from '../../protocol/embeddingStatus.ts';
import { newsOf } from './embeddingNews.ts';

type Model = EmbeddingStatus['wanted'];

export function modelName({ provider, model }: Model): string {
  return provider === 'built-in' ? l10n.t('the built-in model') : model;
}

/** How far the wanted model is, in a few words; empty when all is well. */
export function embeddingProgressText(status: EmbeddingStatus): string {
  const news = newsOf(status);
  switch (news.kind) {
    case 'ready':
      return '';
    case 'key':
    case 'trouble':
      return news.message;
    case 'progress': {
      const { done, total } = news;
      if (news.of === 'memories' && done !== undefined && total !== undefined)
        return l10n.t('{0} of {1} memories indexed', done, total);
      if (news.of === 'download' && done !== undefined && total !== undefined)
        return l10n.t('{0} of {1} MB downloaded', megabytes(done), megabytes(total));
      return status.message ?? l10n.t('preparing');
    }
  }
}

/** Rows of Show Status. */
export function embeddingRows(status: EmbeddingStatus): [string, string][] {
  const { active, wanted, state, message } = status;
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
    ...(message === null ? [] : [[l10n.t('Note'), message] satisfies [string, string]]),
  ];
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

function megabytes(bytes: number): string {
  return (bytes / 1_048_576).toFixed(1);
}
