import { ConfigurationTarget, l10n, window, workspace } from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import type { EmbedderSettings, ModelManifest } from '../../protocol/embedderSettings.ts';
import { configureOperation } from '../../protocol/operations/system/configure.ts';
import type { ErrorPresenter } from '../shared/errors/errorPresenter.ts';
import type { Feature } from '../shared/feature.ts';
import { Debouncer } from '../shared/platform/debounce.ts';
import { dismissLabel } from '../shared/platform/dismissLabel.ts';
import { DisposableStore } from '../shared/platform/disposableStore.ts';
import { settingsReader } from '../shared/settings.ts';
import { type ChosenEmbedder, mergeEmbedder, sameEmbedder } from './editorEmbedder.ts';
import { settings } from './embeddingIds.ts';

const { read, readChosen } = settingsReader(settings);
type Settings = typeof settings;

/** Several settings are changed one after another; the server hears of all of them at once, ms. */
const quietMs = 400;
const providerId = 'memoryBridge.embedding.provider' satisfies keyof Settings;
const watched = ['memoryBridge.embedding', 'http.proxy', 'http.proxySupport'];

/**
 * Carries the embedding settings of this computer to the server: once at the start if a person has chosen any here, and
 * after each change. They are machine-scoped, so no workspace can send texts elsewhere.
 */
export class EmbeddingSettings implements Feature {
  readonly name = 'embedding settings';
  readonly #client: MemoryClient;
  readonly #errors: ErrorPresenter;
  readonly #later = new Debouncer(() => void this.#sendQuietly(), quietMs);
  #isSent = false;
  #isWriting = false;
  /** Somebody has just changed the provider, perhaps back to the default: what holds now is meant. */
  #isProviderMeant = false;

  constructor(client: MemoryClient, errors: ErrorPresenter) {
    this.#client = client;
    this.#errors = errors;
  }

  register(): DisposableLike {
    return new DisposableStore(
      this.#later,
      workspace.onDidChangeConfiguration((event) => {
        if (this.#isWriting || !watched.some((id) => event.affectsConfiguration(id))) return;
        if (event.affectsConfiguration(providerId)) this.#isProviderMeant = true;
        this.#later.call();
      }),
      this.#client.onDidChangeState(({ kind }) => {
        if (kind !== 'connected' || this.#isSent) return;
        this.#isSent = true;
        void this.#sendQuietly();
      }),
    );
  }

  /** What the server has now. */
  async current(): Promise<EmbedderSettings> {
    return (await this.#client.call(configureOperation, {})).result.config.embedder;
  }

  /** Writes a choice into the settings of the editor, and tells the server once. */
  async choose({ provider, model, baseUrl, dimensions, manifest }: EmbedderSettings): Promise<void> {
    const write = async <K extends keyof Settings>(id: K, value: Settings[K] | undefined) =>
      workspace.getConfiguration().update(id, value, ConfigurationTarget.Global);
    this.#isWriting = true;
    try {
      await write('memoryBridge.embedding.model', model);
      await write('memoryBridge.embedding.baseUrl', baseUrl);
      await write('memoryBridge.embedding.dimensions', dimensions);
      await write(providerId, provider);
    } finally {
      this.#isWriting = false;
    }
    await this.#send(true, manifest);
  }

  async #sendQuietly(): Promise<void> {
    try {
      await this.#send();
    } catch (error) {
      this.#errors.log('The embedding settings could not be written to the memory server.', error);
    }
  }

  /** What is as it was is sent when `isAsked`: the server then tries again what has failed. */
  async #send(isAsked = false, manifest?: ModelManifest): Promise<void> {
    const chosen = chosenEmbedder();
    const provider = chosen.provider ?? (this.#isProviderMeant ? read(providerId) : undefined);
    this.#isProviderMeant = false;
    const current = await this.current();
    const merged = mergeEmbedder(current, { ...chosen, provider, manifest });
    if (merged.kind === 'problem') {
      const setting = `memoryBridge.embedding.${merged.field}`;
      const message = l10n.t('The setting {0} is not valid. {1}', setting, merged.message);
      void window.showErrorMessage(message, dismissLabel());
      return;
    }
    if (isAsked || !sameEmbedder(merged.settings, current))
      await this.#client.call(configureOperation, { set: { embedder: merged.settings } });
  }
}

function chosenEmbedder(): ChosenEmbedder {
  const http = workspace.getConfiguration('http');
  const isProxyOff = http.get<string>('proxySupport') === 'off';
  return {
    provider: readChosen(providerId),
    model: readChosen('memoryBridge.embedding.model'),
    baseUrl: readChosen('memoryBridge.embedding.baseUrl'),
    dimensions: readChosen('memoryBridge.embedding.dimensions'),
    mirror: readChosen('memoryBridge.embedding.mirror'),
    proxy: isProxyOff ? undefined : http.get<string>('proxy'),
  };
}
