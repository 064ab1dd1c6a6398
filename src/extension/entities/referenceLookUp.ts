import { l10n, ProgressLocation, window } from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import { waitForJob } from '../../client/waitForJob.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import type { EnrichResult } from '../../protocol/entityDetails.ts';
import { enrichEntitiesOperation } from '../../protocol/operations/entities/enrichEntities.ts';
import { cancelJobOperation } from '../../protocol/operations/jobs/cancelJob.ts';
import type { JobRecord } from '../../protocol/jobRecord.ts';
import type { CommandRegistry } from '../shared/commandRegistry.ts';
import type { Feature } from '../shared/feature.ts';
import { currentFolderPath } from '../shared/platform/workspaceFolders.ts';
import type { ForgeTokens } from './forgeTokens.ts';

interface LookUpParts {
  readonly client: MemoryClient;
  readonly commands: CommandRegistry;
  readonly tokens: ForgeTokens;
}

/** Asks GitLab and GitHub for the titles and states of what the memories of this project name, when a person wants it. */
export class ReferenceLookUp implements Feature {
  readonly name = 'look-up of references';
  readonly #parts: LookUpParts;

  constructor(parts: LookUpParts) {
    this.#parts = parts;
  }

  register(): DisposableLike {
    return this.#parts.commands.register({ 'memoryBridge.lookUpReferences': () => this.#run() });
  }

  async #run(): Promise<void> {
    const { client, tokens } = this.#parts;
    await tokens.lendSession();
    const project = currentFolderPath();
    const { job } = (await client.call(enrichEntitiesOperation, {}, project === undefined ? {} : { project }))
      .result;
    const ended = await window.withProgress(
      {
        location: ProgressLocation.Notification,
        title: l10n.t('Asking GitLab and GitHub'),
        cancellable: true,
      },
      async (progress, cancellation) => {
        cancellation.onCancellationRequested(() => void client.call(cancelJobOperation, { id: job }));
        return waitForJob(client, job, ({ progress: made }) => {
          if (made) progress.report({ message: l10n.t('{0} of {1}', made.done, made.total) });
        });
      },
    );
    await this.#say(ended);
  }

  async #say({ state, error, result }: JobRecord): Promise<void> {
    if (state === 'cancelled') return;
    if (state === 'failed') {
      void window.showErrorMessage(error ?? l10n.t('The look-up failed.'));
      return;
    }
    const { asked, found, notes } = result as EnrichResult;
    const said =
      asked === 0
        ? l10n.t('There is nothing to look up: everything that memories name here was asked about lately.')
        : l10n.t('{0} of {1} found.', found, asked);
    const setToken = l10n.t('Set Token…');
    const wish = await window.showInformationMessage(
      // What nobody can be asked about was not asked about lately.
      [...(asked === 0 && notes.length > 0 ? [] : [said]), ...notes].join(' '),
      ...(found < asked ? [setToken] : []),
    );
    if (wish === setToken) await this.#parts.tokens.ask();
  }
}
