import { l10n, ProgressLocation, window } from 'vscode';
import type { EmbeddingStatus } from '../../protocol/embeddingStatus.ts';
import type { LiveQuery } from '../shared/live/liveQuery.ts';
import { incrementOf, newsOf } from './embeddingNews.ts';
import { embeddingProgressText } from './embeddingProgress.ts';

export type FollowEnd =
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'status'; readonly status: EmbeddingStatus };

/** A connection to a server takes a moment; only what stays is an end, ms. */
const troublePatience = 5_000;

/**
 * Shows in a notification how far a model is, until it answers, lacks a key, stays in trouble, or the person cancels.
 * `isMeant` tells the status of the choice from one that is still about the model before.
 */
export async function followEmbedding(
  query: LiveQuery<EmbeddingStatus>,
  title: string,
  options: { readonly isCancellable: boolean; readonly isMeant: (status: EmbeddingStatus) => boolean },
): Promise<FollowEnd> {
  const { isCancellable: cancellable, isMeant } = options;
  return window.withProgress<FollowEnd>(
    { location: ProgressLocation.Notification, title, cancellable },
    (progress, cancelled) =>
      new Promise((resolve) => {
        let percent = 0;
        let trouble: NodeJS.Timeout | undefined;
        const end = (value: FollowEnd) => {
          clearTimeout(trouble);
          changes.dispose();
          stop.dispose();
          resolve(value);
        };
        const see = (status: EmbeddingStatus | undefined) => {
          if (!status || !isMeant(status)) return;
          const news = newsOf(status);
          if (news.kind === 'ready' || news.kind === 'key') return end({ kind: 'status', status });
          if (news.kind === 'trouble')
            trouble ??= setTimeout(() => end({ kind: 'status', status }), troublePatience);
          else {
            clearTimeout(trouble);
            trouble = undefined;
          }
          const next = incrementOf(news, percent);
          percent = next.percent;
          progress.report({ message: embeddingProgressText(status), increment: next.increment });
        };
        const changes = query.onDidChange(({ value }) => see(value));
        const stop = cancelled.onCancellationRequested(() => end({ kind: 'cancelled' }));
        progress.report({ message: l10n.t('preparing') });
        void query.refresh().then(() => see(query.state.value));
      }),
  );
}
