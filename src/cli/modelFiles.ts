import type { DataDirectory } from '../client/dataDirectory.ts';
import { downloadModel } from '../embed/download/downloadModel.ts';
import type { DownloadProgress } from '../embed/download/downloadOptions.ts';
import { importModel } from '../embed/download/importModel.ts';
import { defaultModel, manifestOf, totalBytes } from '../embed/download/modelCatalogue.ts';
import { ModelFolder } from '../embed/download/modelFolder.ts';
import { type EmbedderFacts, embedderFacts } from '../embed/embedderFacts.ts';
import type { EmbedderSettings, ModelManifest } from '../protocol/embedderSettings.ts';

export interface LocalModel {
  readonly name: string;
  readonly bytes: number;
  /** `partial`: begun, or some files are missing or damaged. */
  readonly state: 'ready' | 'partial' | 'missing';
  readonly bytesPresent: number;
  readonly folder: string;
}

export interface DownloadWish {
  readonly mirror?: string | undefined;
  readonly proxy?: string | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DownloadProgress) => void;
  readonly onWait: () => void;
}

/** The models of a data directory, for commands. The only place of the command line that knows `embed/`. */
export class ModelFiles {
  readonly #directory: DataDirectory;
  readonly #settings: EmbedderSettings;
  readonly #env: NodeJS.ProcessEnv;

  constructor(directory: DataDirectory, settings: EmbedderSettings, env: NodeJS.ProcessEnv) {
    this.#directory = directory;
    this.#settings = settings;
    this.#env = env;
  }

  static factsOf(settings: EmbedderSettings): EmbedderFacts {
    return embedderFacts(settings);
  }

  /** Every model that can be named here: the known one, and the one that the settings describe. */
  async list(): Promise<LocalModel[]> {
    const manifests = [manifestOf({ provider: 'local' })];
    if (this.#settings.manifest) manifests.push(this.#settings.manifest);
    return Promise.all(manifests.map((manifest) => this.#look(manifest)));
  }

  async look(name?: string): Promise<LocalModel> {
    return this.#look(this.#manifest(name));
  }

  async download(name: string | undefined, wish: DownloadWish): Promise<LocalModel> {
    const manifest = this.#manifest(name);
    const { mirror = this.#settings.mirror, proxy = this.#settings.proxy, ...rest } = wish;
    const { models } = this.#directory;
    await downloadModel({ models, manifest, mirror, proxy: { setting: proxy, env: this.#env }, ...rest });
    return this.#look(manifest);
  }

  /** Paths of the files that are still missing afterwards. */
  async import(name: string | undefined, source: string, signal: AbortSignal): Promise<string[]> {
    const missing = await importModel(this.#directory.models, this.#manifest(name), source, signal);
    return missing.map(({ path }) => path);
  }

  /** Bytes that became free. */
  remove(name: string | undefined): Promise<number> {
    return this.#folder(this.#manifest(name)).remove();
  }

  /** The model that the settings use; undefined when they use none of these. */
  get inUse(): string | undefined {
    return this.#settings.provider === 'local' ? this.#manifest().name : undefined;
  }

  #manifest(name?: string): ModelManifest {
    const { manifest, model } = this.#settings;
    if (manifest && (name === undefined || name === manifest.name)) return manifest;
    const isLocal = this.#settings.provider === 'local';
    return manifestOf({ provider: 'local', model: name ?? (isLocal ? model : undefined) ?? defaultModel });
  }

  #folder(manifest: ModelManifest): ModelFolder {
    return new ModelFolder(this.#directory.models, manifest);
  }

  async #look(manifest: ModelManifest): Promise<LocalModel> {
    const folder = this.#folder(manifest);
    const missing = await folder.missing();
    const bytes = totalBytes(manifest);
    const lacking = missing.reduce((sum, file) => sum + file.bytes, 0);
    const bytesPresent = bytes - lacking + (await folder.bytesInParts(missing));
    return {
      name: manifest.name,
      bytes,
      state: missing.length === 0 ? 'ready' : bytesPresent > 0 ? 'partial' : 'missing',
      bytesPresent,
      folder: folder.path,
    };
  }
}
