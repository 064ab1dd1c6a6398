import { dotProduct } from '../../core/ranking/dotProduct.ts';
import { memoize } from '../../core/memoize.ts';
import type { BuiltInEmbedder } from './builtInEmbedder.ts';

interface KnownWord {
  /** The rows of the table that it has; none when the model does not know it. */
  readonly rows: readonly number[];
  /** What it weighs in a text. */
  readonly weight: number;
}

/** What the word vectors tell of one question and the texts that may answer it. */
export class QuestionWords {
  readonly #embedder: BuiltInEmbedder;
  readonly #rows: readonly number[];
  readonly #known = memoize((word: string) => this.#read(word));
  readonly #partOf = memoize((word: string) => this.#part(word));
  readonly #rowsIn = memoize((text: string) => [...new Set(this.#embedder.rowsOf(text))]);
  #length: number | undefined;

  constructor(embedder: BuiltInEmbedder, question: string) {
    this.#embedder = embedder;
    this.#rows = embedder.rowsOf(question);
  }

  /** What a word weighs in a text, 0 to about 1.2; undefined when the model does not know it. */
  weightOf(word: string): number | undefined {
    const { rows, weight } = this.#known(word);
    return rows.length === 0 ? undefined : weight;
  }

  /** Cosine of a word and the nearest word of a text; 0 when none is near or the model does not know it. */
  nearnessIn(word: string, text: string): number {
    let best = 0;
    for (const row of this.#known(word).rows)
      best = Math.max(best, this.#embedder.nearest(row, this.#rowsIn(text)));
    return best;
  }

  /** What of the cosine of the question and a text's unit vector these words make; all words make all of it. */
  cosineOf(words: readonly string[], vector: Float32Array): number {
    this.#length ??= lengthOf(this.#embedder.sumOf(this.#rows));
    if (this.#length === 0) return 0;
    return words.reduce((sum, word) => sum + dotProduct(this.#partOf(word), vector), 0) / this.#length;
  }

  #read(word: string): KnownWord {
    const rows = [...new Set(this.#embedder.rowsOf(word))];
    return { rows, weight: Math.max(0, ...rows.map((row) => lengthOf(this.#embedder.wordVector(row)))) };
  }

  #part(word: string): Float32Array {
    const { rows } = this.#known(word);
    return this.#embedder.sumOf(this.#rows.filter((row) => rows.includes(row)));
  }
}

function lengthOf(vector: Float32Array): number {
  return Math.sqrt(dotProduct(vector, vector));
}
