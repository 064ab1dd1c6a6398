/** Rows of whole numbers from -7 to 7 and a factor for each: value = whole x factor. */
export interface QuantisedTable {
  /** Two numbers a byte, each plus 8, the first in the low half. */
  readonly packed: Uint8Array;
  readonly factors: Float32Array;
}

const largest = 7;

/**
 * Rounds each row in steps of `step` times its root mean square. Coarse steps lose little, because the rounding errors
 * of a text's words cancel. `dimensions` is even.
 */
export function quantise(table: Float32Array, dimensions: number, step: number): QuantisedTable {
  const size = table.length / dimensions;
  const packed = new Uint8Array(table.length / 2);
  const factors = new Float32Array(size);
  for (let row = 0; row < size; row++) {
    const from = row * dimensions;
    let sum = 0;
    for (let at = from; at < from + dimensions; at++) sum += (table[at] ?? 0) ** 2;
    const factor = Math.fround(Math.sqrt(sum / dimensions) * step);
    factors[row] = factor;
    const code = (at: number) =>
      factor === 0 ? 8 : 8 + Math.max(-largest, Math.min(largest, Math.round((table[at] ?? 0) / factor)));
    for (let at = from; at < from + dimensions; at += 2) packed[at / 2] = code(at) | (code(at + 1) << 4);
  }
  return { packed, factors };
}
