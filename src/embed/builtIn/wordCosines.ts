import type { BuiltInModel } from './builtInModel.ts';

/** Pairs that are remembered: two to this power. */
const bits = 16;
/** What is 2^32 over the golden ratio spreads neighbours (Knuth, "The Art of Computer Programming", volume 3, section 6.4). */
const spread = 0x9e3779b1;

/**
 * Cosines of two words of the table. Questions and the memories of a project have the same words again and again, so those of
 * late are remembered, each in the one place that its pair has: a map of as many takes longer to ask than the half of them.
 */
export class WordCosines {
  readonly #model: BuiltInModel;
  /** Of words that were compared; 0 for the others. */
  readonly #lengths: Float32Array;
  /** The pair in each place. */
  readonly #pairs = new Float64Array(2 ** bits).fill(-1);
  readonly #known = new Float64Array(2 ** bits);

  constructor(model: BuiltInModel) {
    this.#model = model;
    this.#lengths = new Float32Array(model.tokens.size);
  }

  of(row: number, other: number): number {
    const pair = row * this.#model.tokens.size + other;
    const place = Math.imul(pair, spread) >>> (32 - bits);
    if (this.#pairs[place] === pair) return this.#known[place] ?? 0;
    const length = this.#lengthOf(row) * this.#lengthOf(other);
    const cosine = length === 0 ? 0 : this.#product(row, other) / length;
    this.#pairs[place] = pair;
    this.#known[place] = cosine;
    return cosine;
  }

  /** Length of a word in whole numbers, without its factor. */
  #lengthOf(row: number): number {
    // Read as it is stored: what is worked out has more digits, and the first answer would not be that of later ones.
    if (this.#lengths[row] === 0) this.#lengths[row] = Math.sqrt(this.#product(row, row));
    return this.#lengths[row] ?? 0;
  }

  /** Product of two words in whole numbers, without their factors. */
  #product(row: number, other: number): number {
    const { packed, dimensions } = this.#model;
    const half = dimensions / 2;
    const away = (other - row) * half;
    let sum = 0;
    for (let at = row * half; at < (row + 1) * half; at++) {
      const one = packed[at] ?? 0;
      const two = packed[at + away] ?? 0;
      sum += ((one & 15) - 8) * ((two & 15) - 8) + ((one >> 4) - 8) * ((two >> 4) - 8);
    }
    return sum;
  }
}
