import type { Embedder } from '../embedder.ts';
import { toUnitLength } from '../toUnitLength.ts';
import type { BuiltInModel } from './builtInModel.ts';
import { embeddingChunks, tokensOfChunk } from './embeddingTokens.ts';
import { QuestionWords } from './questionWords.ts';
import { removeComponent } from './removeComponent.ts';
import { WordCosines } from './wordCosines.ts';

/** Chunks whose rows are remembered: stemming is most of the work, and texts repeat their words. */
const mostRemembered = 20_000;
/**
 * Vectors from a table of word vectors: the weighted sum of a text's words, less what all texts have in common (Arora, Liang and
 * Ma, "A Simple but Tough-to-Beat Baseline for Sentence Embeddings", ICLR 2017; here the weights are learned, as
 * docs/decisions/0008-built-in-embedder.md tells).
 */
export class BuiltInEmbedder implements Embedder {
  readonly provider = 'built-in';
  readonly model: string;
  readonly dimensions: number;
  readonly #model: BuiltInModel;
  readonly #rowsOf = new Map<string, readonly number[]>();
  readonly #cosines: WordCosines;

  constructor(model: BuiltInModel) {
    this.#model = model;
    this.model = model.name;
    this.dimensions = model.dimensions;
    this.#cosines = new WordCosines(model);
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
    const vector = toUnitLength(this.#plainSumOf(this.rowsOf(text)));
    this.#removeCommon(vector);
    return toUnitLength(vector);
  }

  /** Words of the table together, less what all texts have in common: the direction of a text that has them. */
  sumOf(rows: readonly number[]): Float32Array {
    const vector = this.#plainSumOf(rows);
    this.#removeCommon(vector);
    return vector;
  }

  /** The vector of one word of the table, as long as the word weighs in a text. */
  wordVector(row: number): Float32Array {
    return this.#plainSumOf([row]);
  }

  questionWords(question: string): QuestionWords {
    return new QuestionWords(this, question);
  }

  /** The largest cosine of a word of the table and any of these; 0 when none is near. */
  nearest(row: number, others: readonly number[]): number {
    let best = 0;
    for (const other of others) best = Math.max(best, this.#cosines.of(row, other));
    return best;
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

  #plainSumOf(rows: readonly number[]): Float32Array {
    const vector = new Float32Array(this.dimensions);
    for (const row of rows) this.#addRow(row, vector);
    return vector;
  }

  #removeCommon(vector: Float32Array): void {
    for (const component of this.#model.components) removeComponent(component, vector);
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
