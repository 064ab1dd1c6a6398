import type { MemoryBridgeError } from '../../core/errors.ts';
import type { Logger } from '../../core/ports.ts';
import type { ModelFolder } from '../download/modelFolder.ts';
import type { Embedder } from '../embedder.ts';
import { ModelWorker, type ModelWorkerOptions } from './modelWorker.ts';
import type { RuntimeFiles } from './runtimeFiles.ts';

export interface LocalModelOptions extends Pick<
  ModelWorkerOptions,
  'idleMs' | 'patienceMs' | 'crashes' | 'backoffMs'
> {
  /** With files that have been verified. */
  readonly folder: ModelFolder;
  readonly runtime: RuntimeFiles;
  readonly logger?: Logger | undefined;
  readonly onFailure?: (error: MemoryBridgeError) => void;
}

/** A batch ends with the text that reaches one of these: a question waits for the batch that is in work. */
const mostTexts = 16;
const mostCharacters = 4_000;

/** A sentence model on this computer, in a thread of its own. */
export class LocalModelEmbedder implements Embedder {
  readonly provider = 'local';
  readonly model: string;
  readonly dimensions: number;
  readonly maxTokens: number;
  readonly #prefixes: Readonly<Record<'query' | 'document', string>>;
  readonly #worker: ModelWorker;

  constructor({ folder, runtime, ...rest }: LocalModelOptions) {
    const { manifest } = folder;
    this.model = manifest.name;
    this.dimensions = manifest.dimensions;
    this.maxTokens = manifest.maxTokens;
    this.#prefixes = { query: manifest.queryPrefix, document: manifest.documentPrefix };
    this.#worker = new ModelWorker({
      ...rest,
      file: runtime.worker,
      start: {
        wasm: runtime.wasm,
        model: {
          name: manifest.name,
          weights: folder.pathOf(manifest.weights),
          tokenizer: folder.pathOf(manifest.tokenizer),
          dimensions: manifest.dimensions,
          maxTokens: manifest.maxTokens,
          pooling: manifest.pooling,
        },
      },
    });
  }

  /** The model is in memory. */
  get isRunning(): boolean {
    return this.#worker.isRunning;
  }

  async embed(
    texts: readonly string[],
    kind: 'query' | 'document',
    signal?: AbortSignal,
  ): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    const prefix = this.#prefixes[kind];
    for (const batch of batches(texts))
      vectors.push(
        ...(await this.#worker.run(
          batch.map((text) => prefix + text),
          kind === 'query',
          signal,
        )),
      );
    return vectors;
  }

  retry(): void {
    this.#worker.retry();
  }

  dispose(): void {
    this.#worker.dispose();
  }
}

function batches(texts: readonly string[]): string[][] {
  const all: string[][] = [];
  let current: string[] = [];
  let characters = 0;
  for (const text of texts) {
    if (current.length === mostTexts || characters >= mostCharacters) {
      all.push(current);
      current = [];
      characters = 0;
    }
    current.push(text);
    characters += text.length;
  }
  return current.length > 0 ? [...all, current] : all;
}
