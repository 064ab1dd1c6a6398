import { readFile } from 'node:fs/promises';
import { Tokenizer } from '@huggingface/tokenizers';
import * as ort from 'onnxruntime-web/wasm';
import { MemoryBridgeError } from '../../core/errors.ts';
import { embedFailure } from '../embedFailure.ts';
import { type Pooling, sentenceVector } from './sentenceVector.ts';

/** Where a model lies and how it is to be run. */
export interface OnnxModelOptions {
  readonly name: string;
  /** Paths of the files. They are expected to be genuine: whoever calls has compared their hashes. */
  readonly weights: string;
  readonly tokenizer: string;
  readonly dimensions: number;
  readonly maxTokens: number;
  readonly pooling: Pooling;
}

/** Inputs that sentence models of the BERT family have; some exports leave the last one out. */
const knownInputs: ReadonlySet<string> = new Set(['input_ids', 'attention_mask', 'token_type_ids']);

/** Tokenizer, runtime and weights of one sentence model, in this thread. */
export class OnnxModel {
  readonly #options: OnnxModelOptions;
  readonly #tokenizer: Tokenizer;
  readonly #session: ort.InferenceSession;

  private constructor(options: OnnxModelOptions, tokenizer: Tokenizer, session: ort.InferenceSession) {
    this.#options = options;
    this.#tokenizer = tokenizer;
    this.#session = session;
  }

  /** `wasm` is the runtime's code. Throws `corrupt` when the files are not a model that can be run here. */
  static async load(options: OnnxModelOptions, wasm: Uint8Array): Promise<OnnxModel> {
    // One thread: two gain little on an idle computer and lose much on a busy one.
    ort.env.wasm.numThreads = 1;
    ort.env.wasm.wasmBinary = wasm;
    ort.env.logLevel = 'error';
    const tokenizer = await loadTokenizer(options);
    let session: ort.InferenceSession | undefined;
    try {
      session = await ort.InferenceSession.create(await readFile(options.weights), {
        executionProviders: ['wasm'],
      });
      const model = new OnnxModel(options, tokenizer, session);
      // Compiled by now; the 14 MB are of no more use.
      delete ort.env.wasm.wasmBinary;
      await model.#prove();
      return model;
    } catch (error) {
      await session?.release();
      throw MemoryBridgeError.is(error) ? error : unusable(options, messageOf(error), error);
    }
  }

  /**
   * Unit vectors of the texts. One text at a time: in a batch the shorter ones would be padded, which costs as much as it
   * saves, and an 8-bit model scales its activations by what is in the batch, so that a text's vector would depend on its
   * neighbours.
   */
  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (const text of texts) vectors.push(await this.#embed(text));
    return vectors;
  }

  async release(): Promise<void> {
    await this.#session.release();
  }

  async #embed(text: string): Promise<Float32Array> {
    const { maxTokens } = this.#options;
    // No text needs more characters for its tokens than this, and some texts are very long.
    return this.#run(cut(this.#tokenizer.encode(text.slice(0, maxTokens * 20)).ids, maxTokens));
  }

  async #run(ids: readonly number[]): Promise<Float32Array> {
    const { dimensions, pooling } = this.#options;
    const feeds: Record<string, ort.Tensor> = {};
    for (const input of this.#session.inputNames)
      feeds[input] = tensorOf(
        input === 'input_ids'
          ? ids
          : Array.from({ length: ids.length }, () => (input === 'attention_mask' ? 1 : 0)),
      );
    const result = await this.#session.run(feeds);
    const [output] = this.#session.outputNames;
    const states = result['last_hidden_state'] ?? (output === undefined ? undefined : result[output]);
    if (!states || states.type !== 'float32' || states.dims.at(-1) !== dimensions)
      throw unusable(this.#options, `its vectors have ${states?.dims.at(-1)} dimensions, not ${dimensions}`);
    const vector = sentenceVector(states.data as Float32Array, ids.length, dimensions, pooling);
    for (const each of Object.values(result)) each.dispose();
    return vector;
  }

  /** What fits the hash and yet does not work is found now, not in the middle of somebody's question. */
  async #prove(): Promise<void> {
    const unknown = this.#session.inputNames.filter((name) => !knownInputs.has(name));
    if (unknown.length > 0 || !this.#session.inputNames.includes('input_ids'))
      throw unusable(this.#options, `it wants the inputs ${this.#session.inputNames.join(', ')}`);
    const vector = await this.#embed('memory');
    if (!vector.every(Number.isFinite) || vector.every((value) => value === 0))
      throw unusable(this.#options, 'its vectors are not numbers');
    // A tokenizer of another model has words that these weights do not know.
    let last = 0;
    for (const id of this.#tokenizer.get_vocab().values()) last = Math.max(last, id);
    await this.#run([last]);
  }
}

/** The first `length` ids, the end mark kept: models have not seen texts without one. */
function cut(ids: readonly number[], length: number): readonly number[] {
  const end = ids.at(-1);
  return ids.length <= length || end === undefined ? ids : [...ids.slice(0, length - 1), end];
}

function tensorOf(values: readonly number[]): ort.Tensor {
  return new ort.Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
}

async function loadTokenizer(options: OnnxModelOptions): Promise<Tokenizer> {
  try {
    const tokenizer = new Tokenizer(JSON.parse(await readFile(options.tokenizer, 'utf8')) as object, {});
    if (tokenizer.encode('memory').ids.length < 1) throw new Error('it makes no tokens');
    return tokenizer;
  } catch (error) {
    throw unusable(options, `its tokenizer cannot be read (${messageOf(error)})`, error);
  }
}

function unusable({ name }: OnnxModelOptions, why: string, cause?: unknown): MemoryBridgeError {
  return embedFailure(
    'corrupt',
    `The model ${name} cannot be run: ${why}.`,
    'Remove it with "memory-bridge model remove" and download it again, or choose another model.',
    { cause },
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
