import { l10n, window } from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import type { EmbedderSettings, ModelManifest } from '../../protocol/embedderSettings.ts';
import type { EmbeddingStatus } from '../../protocol/embeddingStatus.ts';
import type { OutputOf } from '../../protocol/operation.ts';
import { previewEmbedderOperation } from '../../protocol/operations/embedding/previewEmbedder.ts';
import { reindexOperation } from '../../protocol/operations/embedding/reindex.ts';
import type { CommandRegistry } from '../shared/commandRegistry.ts';
import type { Feature } from '../shared/feature.ts';
import type { LiveQuery } from '../shared/live/liveQuery.ts';
import { requireTrust } from '../shared/platform/trust.ts';
import { askForEmbedder } from './embedderChoices.ts';
import { newsOf } from './embeddingNews.ts';
import type { EmbeddingNotices } from './embeddingNotices.ts';
import type { EmbeddingSettings } from './embeddingSettings.ts';
import { modelName } from './embeddingProgress.ts';
import { followEmbedding } from './followEmbedding.ts';
import type { Keyring } from '../shared/keyring.ts';
import type { ModelImport } from './modelImport.ts';

type Preview = OutputOf<typeof previewEmbedderOperation>;

export interface EmbeddingCommandParts {
  readonly registry: CommandRegistry;
  readonly client: MemoryClient;
  readonly status: LiveQuery<EmbeddingStatus>;
  readonly settings: EmbeddingSettings;
  readonly keyring: Keyring;
  readonly notices: EmbeddingNotices;
  readonly models: ModelImport;
}

/** Choose Embedding Model, Import Model from File, Rebuild Search Vectors. */
export class EmbeddingCommands implements Feature {
  readonly name = 'embedding commands';
  readonly #parts: EmbeddingCommandParts;

  constructor(parts: EmbeddingCommandParts) {
    this.#parts = parts;
  }

  register(): DisposableLike {
    return this.#parts.registry.register({
      'memoryBridge.chooseEmbeddingModel': () => this.#choose(),
      'memoryBridge.importModel': () => this.#import(),
      'memoryBridge.rebuildVectors': () => this.#rebuild(),
    });
  }

  async #choose(): Promise<void> {
    requireTrust();
    const { settings } = this.#parts;
    const before = await settings.current();
    const wanted = await askForEmbedder(before);
    if (wanted) await this.#use(wanted, before);
  }

  async #use(wanted: EmbedderSettings, before: EmbedderSettings): Promise<void> {
    const { client, settings } = this.#parts;
    const { result: preview } = await client.call(previewEmbedderOperation, { embedder: wanted });
    if (!(await mayLeave(preview)) || !(await this.#seeToKey(wanted, preview))) return;
    await settings.choose(wanted);
    const end = await this.#follow(l10n.t('Embedding model {0}', modelName({ ...wanted, ...preview })), {
      isCancellable: true,
      isMeant: (status) => isAbout(status, wanted, preview),
    });
    if (end.kind !== 'cancelled') return this.#tell(end.status);
    await settings.choose(before);
    void window.showInformationMessage(l10n.t('Back to the previous model.'));
  }

  /** False when the person went away instead of giving a key. */
  async #seeToKey({ provider, baseUrl }: EmbedderSettings, preview: Preview): Promise<boolean> {
    const { keyring } = this.#parts;
    if (preview.missingKey !== null) return keyring.ask(preview.missingKey);
    // Whether a server of one's own wants one cannot be known before.
    if (provider !== 'openai' || baseUrl === undefined) return true;
    const { origin } = new URL(baseUrl);
    return (await keyring.has(origin)) || keyring.ask(origin, { isOptional: true });
  }

  async #rebuild(): Promise<void> {
    requireTrust();
    const { client, settings, status } = this.#parts;
    const { result: preview } = await client.call(previewEmbedderOperation, {
      embedder: await settings.current(),
    });
    if (!(await mayLeave(preview))) return;
    await client.call(reindexOperation, { restart: true });
    await status.refresh();
    const end = await this.#follow(l10n.t('Rebuilding search vectors'), {
      isCancellable: false,
      isMeant: () => true,
    });
    if (end.kind === 'status') await this.#tell(end.status);
  }

  async #import(): Promise<void> {
    requireTrust();
    const { models, settings } = this.#parts;
    const imported = await models.run();
    if (!imported) return;
    const { manifest } = imported;
    const before = await settings.current();
    if (before.provider === 'local' && (!manifest || isThe(manifest, before)))
      return void window.showInformationMessage(l10n.t('The model is installed and verified.'));
    const use = l10n.t('Use It');
    const message = l10n.t('The model is installed and verified.');
    if ((await window.showInformationMessage(message, use)) === use)
      await this.#use({ provider: 'local', ...(manifest ? { manifest } : {}) }, before);
  }

  #follow(title: string, options: Parameters<typeof followEmbedding>[2]): ReturnType<typeof followEmbedding> {
    return followEmbedding(this.#parts.status, title, options);
  }

  async #tell(status: EmbeddingStatus): Promise<void> {
    const news = newsOf(status);
    if (news.kind === 'key' || news.kind === 'trouble') return this.#parts.notices.tell(news);
    void window.showInformationMessage(l10n.t('Search by meaning now uses {0}.', modelName(status.active)));
  }
}

function isThe({ weights }: ModelManifest, { manifest }: EmbedderSettings): boolean {
  return manifest === undefined || manifest.weights.sha256 === weights.sha256;
}

/** The server acts on a choice a moment after it has taken it. */
function isAbout(status: EmbeddingStatus, { provider }: EmbedderSettings, { model }: Preview): boolean {
  return status.wanted.provider === provider && (provider === 'built-in' || status.wanted.model === model);
}

/** Before the first text leaves this computer somebody has said yes, and knows how much it is. */
async function mayLeave({ sendsTo, memories, tokens, requests }: Preview): Promise<boolean> {
  if (sendsTo === null) return true;
  const send = l10n.t('Send Texts');
  const answer = await window.showWarningMessage(
    l10n.t('Send the text of all memories to {0}?', sendsTo),
    {
      modal: true,
      detail: l10n.t(
        '{0} memories, about {1} tokens in {2} requests, for which {3} may charge you. From then on, every new memory and every question is sent there too.',
        memories,
        tokens,
        requests,
        sendsTo,
      ),
    },
    send,
  );
  return answer === send;
}
