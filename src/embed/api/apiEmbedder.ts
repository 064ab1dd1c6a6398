import { MemoryBridgeError } from '../../core/errors.ts';
import { embedFailure } from '../embedFailure.ts';
import type { Embedder } from '../embedder.ts';
import { toUnitLength } from '../toUnitLength.ts';
import { ApiClient, type ApiClientOptions, type Patience, usualPatience } from './apiClient.ts';
import { limitNamedIn, notOfTheApi } from './apiFailure.ts';
import { type Dialect, dialects } from './dialects.ts';
import type { ResolvedApi } from './resolveApi.ts';
import { cutToBytes, textBatches } from './textBatches.ts';

export interface ApiEmbedderOptions extends ApiClientOptions {
  readonly patience?: Partial<Record<'query' | 'document', Patience>>;
}

type Kind = 'query' | 'document';

/** About 512 tokens of anything: for servers that find a text too long and do not say what would be short enough. */
const surelyShort = 2_048;

/** Vectors from an API. */
export class ApiEmbedder implements Embedder {
  readonly provider: string;
  readonly model: string;
  readonly dimensions: number;
  readonly #api: ResolvedApi;
  readonly #dialect: Dialect;
  readonly #client: ApiClient;
  readonly #patience: Readonly<Record<Kind, Patience>>;

  private constructor(options: ApiEmbedderOptions, client: ApiClient, dimensions: number) {
    this.#api = options.api;
    this.#dialect = dialects[options.api.provider];
    this.#client = client;
    this.#patience = { ...usualPatience, ...options.patience };
    this.provider = options.api.provider;
    this.model = options.api.model;
    this.dimensions = dimensions;
  }

  /**
   * Asks the API for one word's vector: that shows that address, key and model are right, and how long its vectors are.
   * No text of the person's is in it. Throws what `embed` throws.
   */
  static async connect(options: ApiEmbedderOptions, signal?: AbortSignal): Promise<ApiEmbedder> {
    const client = new ApiClient(options);
    const trial = new ApiEmbedder(options, client, 0);
    const [vector] = await trial.#ask(['memory'], 'document', signal);
    const found = vector?.length ?? 0;
    const wanted = options.api.dimensions;
    if (found === 0 || (wanted !== undefined && wanted !== found))
      throw embedFailure(
        'conflict',
        `${options.api.model} returns vectors with ${found} dimensions, not ${wanted}.`,
        'Correct "dimensions" or leave it out.',
      );
    return new ApiEmbedder(options, client, found);
  }

  async embed(texts: readonly string[], kind: Kind, signal?: AbortSignal): Promise<Float32Array[]> {
    const { limits, prefixes } = this.#api;
    const vectors: Float32Array[] = [];
    for (const batch of textBatches(
      texts.map((text) => prefixes[kind] + text),
      limits,
    ))
      vectors.push(...(await this.#embedBatch(batch, kind, signal)));
    return vectors;
  }

  async #embedBatch(
    batch: readonly string[],
    kind: Kind,
    signal?: AbortSignal,
  ): Promise<readonly Float32Array[]> {
    try {
      return await this.#ask(batch, kind, signal);
    } catch (error) {
      if (!MemoryBridgeError.is(error, 'too_large')) throw error;
      // At worst a token is one byte.
      const bytes = limitNamedIn(error) ?? surelyShort;
      const shorter = batch.map((text) => cutToBytes(text, bytes));
      if (shorter.every((text, at) => text === batch[at])) throw error;
      return this.#ask(shorter, kind, signal);
    }
  }

  async #ask(texts: readonly string[], kind: Kind, signal?: AbortSignal): Promise<readonly Float32Array[]> {
    const api = this.#api;
    const body = this.#dialect.body(api, texts, kind);
    const answer = await this.#client.post(this.#dialect.path, body, this.#patience[kind], signal);
    const vectors = this.#dialect.read(answer);
    if (vectors?.length !== texts.length) throw notOfTheApi(api);
    for (const vector of vectors) {
      if (this.dimensions > 0 && vector.length !== this.dimensions)
        throw embedFailure(
          'conflict',
          `${api.base.host} sent vectors with ${vector.length} dimensions; before, it was ${this.dimensions}.`,
          'The model has been replaced by another one: choose it again, so that all memories are indexed again.',
        );
      if (!vector.every(Number.isFinite)) throw notOfTheApi(api);
      toUnitLength(vector);
    }
    return vectors;
  }
}
