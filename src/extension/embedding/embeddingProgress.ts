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

function megabytes(bytes: number): string {
  return (bytes / 1_048_576).toFixed(1);
}
