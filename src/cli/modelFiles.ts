import type { DataDirectory } from '../home/dataDirectory.ts';
import { downloadModel } from '../embed/download/downloadModel.ts';
import type { DownloadProgress } from '../embed/download/downloadOptions.ts';
import { filesAt, importModel, modelAmong } from '../embed/download/importModel.ts';
import { defaultModel, manifestOf, totalBytes } from '../embed/download/modelCatalogue.ts';
import { ModelFolder } from '../embed/download/modelFolder.ts';
import { manifestsAmong, storedManifests } from '../embed/download/modelManifests.ts';
import type { Network } from '../net/network.ts';
import { MemoryBridgeError } from '../core/errors.ts';
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

export interface ImportedModel extends LocalModel {
  readonly manifest: ModelManifest;
  /** Paths of the files of the model that are still missing. */
  readonly missing: readonly string[];
  /** Git LFS pointers that were given in place of files. */
  readonly pointers: readonly string[];
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
  readonly #network: Network;

  constructor(directory: DataDirectory, settings: EmbedderSettings, network: Network) {
    this.#directory = directory;
    this.#settings = settings;
    this.#network = network;
  }

  static factsOf(settings: EmbedderSettings): EmbedderFacts {
    return embedderFacts(settings);
  }

  /** Every model that can be named here. */
  async list(): Promise<LocalModel[]> {
    return Promise.all((await this.#known()).map((manifest) => this.#look(manifest)));
  }

  async look(name?: string): Promise<LocalModel> {
    return this.#look(await this.#manifest(name));
  }

  /** Settings that name a model which was imported with its manifest get the manifest, so that the server knows it. */
  async described(settings: EmbedderSettings): Promise<EmbedderSettings> {
    const { provider, model, manifest } = settings;
    if (provider !== 'local' || model === undefined || manifest) return settings;
    const found = (await this.#ownManifests()).find((each) => isNamed(each, model));
    if (!found) return settings;
    const { model: _model, ...rest } = settings;
    return { ...rest, manifest: found };
  }

  async download(name: string | undefined, wish: DownloadWish): Promise<LocalModel> {
    const manifest = await this.#manifest(name);
    const { mirror = this.#settings.mirror, proxy, ...rest } = wish;
    const { models } = this.#directory;
    const network = this.#network;
    await downloadModel({
      models,
      manifest,
      mirror,
      network: { ...network, proxy: proxy ?? network.proxy ?? this.#settings.proxy },
      ...rest,
    });
    return this.#look(manifest);
  }

  /** From files and folders, in any order. A manifest among them says which model it is. */
  async import(
    name: string | undefined,
    sources: readonly string[],
    signal: AbortSignal,
  ): Promise<ImportedModel> {
    const files = await filesAt(sources);
    const manifest = await this.#manifestFor(name, files);
    const { missing, pointers } = await importModel(this.#directory.models, manifest, files, signal);
    return {
      ...(await this.#look(manifest)),
      manifest,
      missing: missing.map(({ path }) => path),
      pointers,
    };
  }

  /** Bytes that became free. */
  async remove(name: string | undefined): Promise<number> {
    return this.#folder(await this.#manifest(name)).remove();
  }

  /** The model that the settings use; undefined when they use none of these. */
  get inUse(): string | undefined {
    return this.#settings.provider === 'local' ? manifestOf(this.#settings).name : undefined;
  }

  async #manifest(name?: string): Promise<ModelManifest> {
    const { manifest, model, provider } = this.#settings;
    const wanted = name ?? manifest?.name ?? (provider === 'local' ? model : undefined) ?? defaultModel;
    return (
      (await this.#ownManifests()).find((each) => isNamed(each, wanted)) ??
      manifestOf({ provider: 'local', model: wanted })
    );
  }

  async #manifestFor(name: string | undefined, files: readonly string[]): Promise<ModelManifest> {
    const given = (await manifestsAmong(files)).filter((each) => name === undefined || isNamed(each, name));
    const [only] = given;
    if (only && given.length === 1) return only;
    if (only)
      throw new MemoryBridgeError(
        'invalid_input',
        `There are ${given.length} manifests: ${given.map((each) => each.name).join(', ')}. Name the model with --model, or give one of them.`,
      );
    const known = name === undefined ? await modelAmong(files, await this.#known()) : undefined;
    return known ?? this.#manifest(name);
  }

  /** The one that the settings describe goes before one of the same name that was imported. */
  async #ownManifests(): Promise<ModelManifest[]> {
    const { manifest } = this.#settings;
    const stored = await storedManifests(this.#directory.models);
    return manifest ? [manifest, ...stored.filter(({ name }) => !isNamed(manifest, name))] : stored;
  }

  async #known(): Promise<ModelManifest[]> {
    return [manifestOf({ provider: 'local' }), ...(await this.#ownManifests())];
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

function isNamed({ name }: ModelManifest, wanted: string): boolean {
  return name.toLowerCase() === wanted.toLowerCase();
}
