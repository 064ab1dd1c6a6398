import type { DisposableLike } from '../core/disposable.ts';
import type { Logger } from '../core/ports.ts';
import type { EmbedderSettings } from '../protocol/embedderSettings.ts';
import { ApiEmbedder, type ApiEmbedderOptions } from './api/apiEmbedder.ts';
import { type ApiKeys, howToGiveKey } from './api/apiKeys.ts';
import { resolveApi } from './api/resolveApi.ts';
import { WatchedEmbedder } from './api/watchedEmbedder.ts';
import { downloadModel } from './download/downloadModel.ts';
import type { DownloadLimits } from './download/downloadOptions.ts';
import { manifestOf } from './download/modelCatalogue.ts';
import { embedFailure } from './embedFailure.ts';
import type { Embedder } from './embedder.ts';
import type { EmbedderHandle } from './embedderHandle.ts';
import { EmbedderTask, type TaskTools } from './embedderTask.ts';
import type { Network } from '../net/network.ts';
import { LocalModelEmbedder } from './onnx/localModelEmbedder.ts';
import { type RuntimeFiles, runtimeFiles } from './onnx/runtimeFiles.ts';

export interface EmbedderParts {
  /** `<home>/models`. */
  readonly models: string;
  /** The one that needs nothing. */
  readonly builtIn: Embedder;
  readonly keys: ApiKeys;
  /** Of this process; a proxy in it goes before that of the settings, because it may have a password. */
  readonly network: Network;
  readonly logger?: Logger | undefined;
  /** Beside the bundle when missing. */
  readonly runtime?: RuntimeFiles;
  readonly limits?: Partial<DownloadLimits>;
  readonly patience?: ApiEmbedderOptions['patience'];
  /** Before something that may pass is tried again, doubled up to a quarter of an hour, ms. */
  readonly retryMs?: number;
  readonly worker?: { readonly idleMs?: number; readonly backoffMs?: number; readonly crashes?: number };
}

/** Starts at once. Nothing is thrown: what goes wrong, the settings included, is the state of the handle. */
export function createEmbedder(settings: EmbedderSettings, parts: EmbedderParts): EmbedderHandle {
  const { logger, retryMs } = parts;
  const network = { ...parts.network, proxy: parts.network.proxy ?? settings.proxy };
  const { provider } = settings;
  const make = (tools: TaskTools): Promise<Embedder & Partial<DisposableLike>> => {
    if (provider === 'built-in') return Promise.resolve(borrowed(parts.builtIn));
    if (provider === 'local') return makeLocal(settings, parts, network, tools);
    return makeApi({ ...settings, provider }, parts, network, tools);
  };
  return new EmbedderTask(settings, { make, logger, retryMs });
}

/** Not to be put away with the handle: it belongs to others. */
function borrowed(embedder: Embedder): Embedder {
  const { provider, model, dimensions } = embedder;
  return { provider, model, dimensions, embed: (...call) => embedder.embed(...call) };
}

async function makeLocal(
  settings: EmbedderSettings,
  { models, logger, limits, runtime, worker }: EmbedderParts,
  network: Network,
  { signal, report, fail }: TaskTools,
): Promise<LocalModelEmbedder> {
  const manifest = manifestOf(settings);
  const files = runtime ?? runtimeFiles();
  const folder = await downloadModel({
    models,
    manifest,
    mirror: settings.mirror,
    network,
    signal,
    logger,
    ...(limits ? { limits } : {}),
    onProgress: ({ model }) => report({ kind: 'downloading', ...model }),
    onWait: () => report({ kind: 'waiting', why: `Another process is downloading ${manifest.name}.` }),
  });
  report({ kind: 'waiting', why: `${manifest.name} is being loaded.` });
  const embedder = new LocalModelEmbedder({ folder, runtime: files, logger, onFailure: fail, ...worker });
  try {
    // Ready means that it has answered once.
    await embedder.embed(['memory'], 'query', signal);
    return embedder;
  } catch (error) {
    embedder.dispose();
    throw error;
  }
}

async function makeApi(
  settings: Parameters<typeof resolveApi>[0],
  { keys, logger, patience }: EmbedderParts,
  network: Network,
  { signal, fail }: TaskTools,
): Promise<Embedder> {
  const api = resolveApi(settings);
  const key = () => keys.keyFor(api);
  if (api.needsKey && key() === undefined)
    throw embedFailure('unauthorized', `${api.base.host} requires a key.`, howToGiveKey(api));
  const options = { api, key, network, logger, ...(patience ? { patience } : {}) };
  return new WatchedEmbedder(await ApiEmbedder.connect(options, signal), fail);
}
