const lineFeed = 10;

/**
 * Row numbers of tokens, found by halving in the bytes of the model file. Making a string and a map entry of each of
 * thousands of tokens would be most of the time that loading takes, and a question needs ten of them.
 */
export class TokenIndex {
  readonly size: number;
  readonly #bytes: Uint8Array;
  /** Where each token begins; one more for the end. */
  readonly #starts: Uint32Array;

  /** `bytes` are `size` ASCII tokens in the order of their bytes, joined by line feeds. */
  constructor(bytes: Uint8Array, size: number) {
    this.size = size;
    this.#bytes = bytes;
    this.#starts = new Uint32Array(size + 1);
    let row = 1;
    for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1))
      this.#starts[row++] = at + 1;
    this.#starts[size] = bytes.length + 1;
    if (row !== size) throw new Error(`The model lists ${row} words where ${size} were announced.`);
  }

  /** The row of a token; undefined when the model does not know it. */
  rowOf(token: string): number | undefined {
    let low = 0;
    let high = this.size - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const order = this.#compare(token, middle);
      if (order === 0) return middle;
      if (order < 0) high = middle - 1;
      else low = middle + 1;
    }
    return undefined;
  }

  /** Negative when the token comes before that of the row, 0 when it is that one. */
  #compare(token: string, row: number): number {
    const start = this.#starts[row] ?? 0;
    const length = (this.#starts[row + 1] ?? 0) - start - 1;
    const shared = Math.min(length, token.length);
    for (let at = 0; at < shared; at++) {
      const order = token.charCodeAt(at) - (this.#bytes[start + at] ?? 0);
      if (order !== 0) return order;
    }
    return token.length - length;
  }
}
