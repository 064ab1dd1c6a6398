import { l10n, window } from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import type { EmbeddingStatus } from '../../protocol/embeddingStatus.ts';
import { reindexOperation } from '../../protocol/operations/embedding/reindex.ts';
import type { ErrorPresenter } from '../shared/errors/errorPresenter.ts';
import type { Feature } from '../shared/feature.ts';
import type { LiveQuery } from '../shared/live/liveQuery.ts';
import { DisposableStore } from '../shared/platform/disposableStore.ts';
import { type EmbeddingNews, TroubleWatch } from './embeddingNews.ts';
import type { Keyring } from '../shared/keyring.ts';

/** Tells once of each trouble of the chosen model that lasts, with one way on. Memory works all the same. */
export class EmbeddingNotices implements Feature {
  readonly name = 'embedding notices';
  readonly #client: MemoryClient;
  readonly #errors: ErrorPresenter;
  readonly #status: LiveQuery<EmbeddingStatus>;
  readonly #keyring: Keyring;
  readonly #watch = new TroubleWatch(() => performance.now());
  #again: NodeJS.Timeout | undefined;

  constructor(
    client: MemoryClient,
    errors: ErrorPresenter,
    status: LiveQuery<EmbeddingStatus>,
    keyring: Keyring,
  ) {
    this.#client = client;
    this.#errors = errors;
    this.#status = status;
    this.#keyring = keyring;
  }

  register(): DisposableLike {
    return new DisposableStore(
      this.#status.onDidChange(() => this.#look()),
      // Of several windows the one in front tells.
      window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.#look();
      }),
      { dispose: () => clearTimeout(this.#again) },
    );
  }

  /** Shows a trouble now; it is not shown again while it lasts. */
  tell(news: Extract<EmbeddingNews, { kind: 'key' | 'trouble' }>): void {
    this.#watch.told(news.message);
    const action = news.kind === 'key' ? l10n.t('Enter Key') : l10n.t('Try Again');
    const message = l10n.t('Search by meaning: {0}', news.message);
    window.showWarningMessage(message, action).then(
      (answer) => (answer === action ? this.#act(news) : undefined),
      (error: unknown) => this.#errors.log('A notice could not be shown.', error),
    );
  }

  async #act(news: Extract<EmbeddingNews, { kind: 'key' | 'trouble' }>): Promise<void> {
    try {
      if (news.kind === 'key') await this.#keyring.ask(news.origin);
      else await this.#client.call(reindexOperation, {});
    } catch (error) {
      this.#errors.present('The embedding model could not be tried again.', error);
    }
  }

  #look(): void {
    clearTimeout(this.#again);
    const { value } = this.#status.state;
    if (!value || !window.state.focused) return;
    const { tell, againIn } = this.#watch.see(value);
    if (tell?.kind === 'key' || tell?.kind === 'trouble') this.tell(tell);
    if (againIn !== undefined) this.#again = setTimeout(() => this.#look(), againIn);
  }
}
