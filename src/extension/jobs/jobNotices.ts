import { commands, l10n, type Memento, window } from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import type { JobRecord } from '../../protocol/jobRecord.ts';
import { reindexOperation } from '../../protocol/operations/embedding/reindex.ts';
import { memoryStatusOperation } from '../../protocol/operations/system/memoryStatus.ts';
import type { ErrorPresenter } from '../shared/errors/errorPresenter.ts';
import type { Feature } from '../shared/feature.ts';
import type { LiveQuery } from '../shared/live/liveQuery.ts';
import { DisposableStore } from '../shared/platform/disposableStore.ts';
import { failuresToTell } from './jobFailures.ts';

export interface JobNoticesParts {
  readonly client: MemoryClient;
  readonly errors: ErrorPresenter;
  readonly jobs: LiveQuery<readonly JobRecord[]>;
  /** Outlives the window, and is the same in all of them. */
  readonly remembered: Memento;
}

const toldKey = 'memoryBridge.failedJobsTold';
/** As many as are asked for at a time, so that none comes back as news. */
const mostTold = 50;

/** Tells once of each job in the background that has failed, in the window in front, with a way on. */
export class JobNotices implements Feature {
  readonly name = 'job notices';
  readonly #parts: JobNoticesParts;

  constructor(parts: JobNoticesParts) {
    this.#parts = parts;
  }

  register(): DisposableLike {
    const { jobs } = this.#parts;
    const handles = new DisposableStore(
      jobs.onDidChange(() => this.#look()),
      // Of several windows the one in front tells.
      window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.#look();
      }),
    );
    jobs.start();
    return handles;
  }

  #look(): void {
    const { jobs, remembered, errors } = this.#parts;
    if (!window.state.focused) return;
    const told = remembered.get<readonly string[]>(toldKey, []);
    const news = failuresToTell(jobs.state.value ?? [], new Set(told), Date.now());
    if (news.length === 0) return;
    // Noted first: whatever comes of the message, it is not shown twice.
    const ids = [...news.map(({ id }) => id), ...told].slice(0, mostTold);
    remembered
      .update(toldKey, ids)
      .then(undefined, (error: unknown) => errors.log('What was told could not be kept.', error));
    for (const job of news)
      this.#tell(job).catch((error: unknown) => errors.log('A notice could not be shown.', error));
  }

  async #tell(job: JobRecord): Promise<void> {
    const isReindex = job.kind === 'reindex';
    if (isReindex && (await this.#isTroubleOfModel())) return;
    const show = l10n.t('Show Status');
    const again = l10n.t('Try Again');
    const buttons = isReindex ? [again, show] : [show];
    const answer = await window.showErrorMessage(sentenceOf(job), ...buttons);
    if (answer === show) await commands.executeCommand('memoryBridge.showStatus');
    if (answer === again) await this.#tryAgain();
  }

  /** Then the notices of search by meaning tell it. */
  async #isTroubleOfModel(): Promise<boolean> {
    try {
      const { embedding } = (await this.#parts.client.call(memoryStatusOperation, {})).result;
      return embedding.state === 'failed' || embedding.missingKey !== null;
    } catch {
      return false;
    }
  }

  async #tryAgain(): Promise<void> {
    try {
      await this.#parts.client.call(reindexOperation, {});
    } catch (error) {
      this.#parts.errors.present('The job could not be begun again.', error);
    }
  }
}

function sentenceOf({ kind, error }: JobRecord): string {
  const why = error ?? l10n.t('the reason is not known.');
  if (kind === 'reindex') return l10n.t('Search vectors could not be built: {0}', why);
  if (kind === 'backup') return l10n.t('The backup failed: {0}', why);
  return l10n.t('The background job “{0}” failed: {1}', kind, why);
}
