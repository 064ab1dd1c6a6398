import type { EmbeddingStatus } from '../../protocol/embeddingStatus.ts';

/** What a person who has just chosen a model is told. */
export type EmbeddingNews =
  /** `done` and `total` are bytes of a download or memories; undefined when nobody knows how long it takes. */
  | {
      readonly kind: 'progress';
      readonly of: 'download' | 'memories' | 'start';
      readonly done?: number;
      readonly total?: number;
    }
  | { readonly kind: 'ready' }
  | { readonly kind: 'key'; readonly origin: string; readonly message: string }
  | { readonly kind: 'trouble'; readonly message: string };

export function newsOf(status: EmbeddingStatus): EmbeddingNews {
  const { state, message, progress, download, missingKey } = status;
  if (missingKey !== null) return { kind: 'key', origin: missingKey, message: message ?? '' };
  switch (state) {
    case 'ready':
      return { kind: 'ready' };
    case 'downloading':
      return download
        ? { kind: 'progress', of: 'download', done: download.received, total: download.total }
        : { kind: 'progress', of: 'download' };
    case 'reindexing':
      return progress ? { kind: 'progress', of: 'memories', ...progress } : { kind: 'progress', of: 'start' };
    case 'waiting':
      return { kind: 'progress', of: 'start' };
    case 'failed':
      return { kind: 'trouble', message: message ?? '' };
  }
}

/** Percent of a hundred that are new since `before`, as progress notifications want it. */
export function incrementOf(news: EmbeddingNews, before: number): { percent: number; increment: number } {
  if (news.kind !== 'progress' || news.total === undefined || news.total === 0)
    return { percent: before, increment: 0 };
  const percent = Math.floor(((news.done ?? 0) / news.total) * 100);
  return { percent, increment: Math.max(0, percent - before) };
}

/** How long a trouble has to last before somebody is told who did not ask, ms: most pass by themselves. */
const patience = 20_000;

/** Says which troubles are worth a notification: each once, and only when it lasts. */
export class TroubleWatch {
  readonly #told = new Set<string>();
  readonly #now: () => number;
  #current: { readonly message: string; readonly since: number } | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The trouble to tell of now, and whether it is to be looked at again later, ms. */
  see(status: EmbeddingStatus): { readonly tell?: EmbeddingNews; readonly againIn?: number } {
    const news = newsOf(status);
    if (news.kind !== 'trouble' && news.kind !== 'key') {
      this.#current = undefined;
      // What comes back after all was well is news again.
      if (news.kind === 'ready') this.#told.clear();
      return {};
    }
    const { message } = news;
    if (this.#told.has(message)) return {};
    if (this.#current?.message !== message) this.#current = { message, since: this.#now() };
    const left = this.#current.since + patience - this.#now();
    if (left > 0) return { againIn: left };
    this.told(message);
    return { tell: news };
  }

  /** Somebody knows of this one already. */
  told(message: string): void {
    this.#told.add(message);
  }
}
