import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Embedder } from '../../src/embed/embedder.ts';
import { OnnxModel } from '../../src/embed/onnx/onnxModel.ts';
import { type ModelManifest, modelManifestSchema } from '../../src/protocol/embedderSettings.ts';

const require = createRequire(import.meta.url);

/**
 * A local model out of a folder with its `manifest.json`, in this process. The vectors of all texts that were ever asked for
 * are kept beside it in `cache`: whoever measures asks for the same ones again and again.
 */
export class ModelInFolder implements Embedder {
  readonly provider = 'local';
  readonly model: string;
  readonly dimensions: number;
  readonly maxTokens: number;
  readonly manifest: ModelManifest;
  readonly #folder: string;
  readonly #file: string;
  readonly #known = new Map<string, Float32Array>();
  #added = 0;
  #model: OnnxModel | undefined;

  private constructor(folder: string, manifest: ModelManifest, file: string) {
    this.manifest = manifest;
    this.model = manifest.name;
    this.dimensions = manifest.dimensions;
    this.maxTokens = manifest.maxTokens;
    this.#folder = folder;
    this.#file = file;
  }

  static async open(folder: string, cache: string): Promise<ModelInFolder> {
    const text = await readFile(path.join(folder, 'manifest.json'), 'utf8');
    const manifest = modelManifestSchema.parse(JSON.parse(text));
    await mkdir(cache, { recursive: true });
    const model = new ModelInFolder(
      folder,
      manifest,
      path.join(cache, `vectors-${manifest.weights.sha256.slice(0, 12)}.bin`),
    );
    await model.#read();
    return model;
  }

  async embed(texts: readonly string[], kind: 'query' | 'document'): Promise<Float32Array[]> {
    const { queryPrefix, documentPrefix } = this.manifest;
    const vectors: Float32Array[] = [];
    for (const text of texts) {
      const whole = (kind === 'query' ? queryPrefix : documentPrefix) + text;
      const key = createHash('sha256').update(whole).digest('hex');
      let vector = this.#known.get(key);
      if (!vector) {
        [vector] = await (await this.#loaded()).embed([whole]);
        if (!vector) throw new Error('The model gave no vector.');
        this.#known.set(key, vector);
        this.#added++;
      }
      vectors.push(vector);
    }
    return vectors;
  }

  /** Writes what was made anew. */
  async keep(): Promise<void> {
    if (this.#added === 0) return;
    const width = 32 + this.dimensions * 4;
    const bytes = Buffer.alloc(this.#known.size * width);
    let at = 0;
    for (const [key, vector] of this.#known) {
      bytes.write(key, at, 'hex');
      Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).copy(bytes, at + 32);
      at += width;
    }
    await writeFile(this.#file, bytes);
    this.#added = 0;
  }

  async #read(): Promise<void> {
    const bytes = await readFile(this.#file).catch(() => Buffer.alloc(0));
    const width = 32 + this.dimensions * 4;
    for (let at = 0; at + width <= bytes.length; at += width)
      this.#known.set(
        bytes.toString('hex', at, at + 32),
        new Float32Array(new Uint8Array(bytes.subarray(at + 32, at + width)).buffer),
      );
  }

  async #loaded(): Promise<OnnxModel> {
    const { name, weights, tokenizer, dimensions, maxTokens, pooling } = this.manifest;
    this.#model ??= await OnnxModel.load(
      {
        name,
        weights: path.join(this.#folder, weights.path),
        tokenizer: path.join(this.#folder, tokenizer.path),
        dimensions,
        maxTokens,
        pooling,
      },
      await readFile(require.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm')),
    );
    return this.#model;
  }
}
