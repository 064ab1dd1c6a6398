import type { Embedder } from '../embedder.ts';
import type { BuiltInModel } from './builtInModel.ts';
import { embeddingChunks, tokensOfChunk } from './embeddingTokens.ts';
import { unmetWords } from './unmetWords.ts';

/** Chunks whose rows are remembered: stemming is most of the work, and texts repeat their words. */
const mostRemembered = 20_000;

/** Vectors from a table of word vectors: the weighted sum of a text's words, less what all texts have in common. */
export class BuiltInEmbedder implements Embedder {
  readonly provider = 'built-in';
  readonly model: string;
  readonly dimensions: number;
  readonly #model: BuiltInModel;
  readonly #rowsOf = new Map<string, readonly number[]>();

  constructor(model: BuiltInModel) {
    this.#model = model;
    this.model = model.name;
    this.dimensions = model.dimensions;
  }

  async embed(
    texts: readonly string[],
    _kind?: 'query' | 'document',
    signal?: AbortSignal,
  ): Promise<Float32Array[]> {
    signal?.throwIfAborted();
    return texts.map((text) => this.embedOne(text));
  }

  /** The unit vector of a text; all zeros when the model knows none of its words. */
  embedOne(text: string): Float32Array {
    const { components } = this.#model;
    const { dimensions } = this;
    const vector = new Float32Array(dimensions);
    for (const row of this.rowsOf(text)) this.#addRow(row, vector);
    normalize(vector);
    for (const component of components) {
      let share = 0;
      for (let at = 0; at < dimensions; at++) share += (vector[at] ?? 0) * (component[at] ?? 0);
      for (let at = 0; at < dimensions; at++) vector[at] = (vector[at] ?? 0) - share * (component[at] ?? 0);
    }
    normalize(vector);
    return vector;
  }

  /** The vector of one word of the table, as long as the word weighs in a text. */
  wordVector(row: number): Float32Array {
    const vector = new Float32Array(this.dimensions);
    this.#addRow(row, vector);
    return vector;
  }

  /** See `unmetWords.ts`. */
  unmetWords(words: readonly string[]): (text: string) => number {
    return unmetWords(this, words);
  }

  /** Cosine of a unit vector and a word of the table. */
  nearness(unit: Float32Array, row: number): number {
    const { packed } = this.#model;
    let product = 0;
    let squares = 0;
    for (let at = 0, from = (row * unit.length) / 2; at < unit.length; at += 2, from++) {
      const pair = packed[from] ?? 0;
      const low = (pair & 15) - 8;
      const high = (pair >> 4) - 8;
      product += low * (unit[at] ?? 0) + high * (unit[at + 1] ?? 0);
      squares += low * low + high * high;
    }
    return squares === 0 ? 0 : product / Math.sqrt(squares);
  }

  /** The rows of the table that a text's words have, in reading order, one word as often as it occurs. */
  rowsOf(text: string): number[] {
    const found: number[] = [];
    for (const chunk of embeddingChunks(text)) {
      let rows = this.#rowsOf.get(chunk);
      if (!rows) {
        const { tokens } = this.#model;
        rows = tokensOfChunk(chunk, (token) => tokens.rowOf(token) !== undefined).map(
          (token) => tokens.rowOf(token) ?? 0,
        );
        if (this.#rowsOf.size >= mostRemembered) this.#rowsOf.clear();
        this.#rowsOf.set(chunk, rows);
      }
      for (const row of rows) found.push(row);
    }
    return found;
  }

  #addRow(row: number, vector: Float32Array): void {
    const { packed } = this.#model;
    const factor = this.#model.factorOf(row);
    for (let at = 0, from = (row * vector.length) / 2; at < vector.length; at += 2, from++) {
      const pair = packed[from] ?? 0;
      vector[at] = (vector[at] ?? 0) + ((pair & 15) - 8) * factor;
      vector[at + 1] = (vector[at + 1] ?? 0) + ((pair >> 4) - 8) * factor;
    }
  }
}

function normalize(vector: Float32Array): void {
  let sum = 0;
  for (const value of vector) sum += value * value;
  if (sum === 0) return;
  const factor = 1 / Math.sqrt(sum);
  for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] ?? 0) * factor;
}
