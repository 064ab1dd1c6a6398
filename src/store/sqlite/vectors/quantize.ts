const largestCode = 127;
const largestQueryCode = 32_767;

/**
 * Writes a vector as int8 codes and returns their scale: a component is about its code times the scale. A vector of
 * zeros has the scale 0. Symmetric, one scale a vector, so that a product of codes is a product of integers
 * (docs/decisions/0009-vector-index.md).
 */
export function quantizeRow(vector: Float32Array, codes: Int8Array): number {
  const most = largestComponent(vector);
  if (most === 0) {
    codes.fill(0);
    return 0;
  }
  const factor = largestCode / most;
  let index = 0;
  for (const value of vector) {
    codes[index] = Math.round(value * factor);
    index += 1;
  }
  return Math.fround(most / largestCode);
}

/**
 * Writes a query as int16 codes and returns their scale. Finer than the rows because it costs nothing: the kernel widens
 * the rows anyway. As fine as leaves the sum of the products with any row within 32 bits.
 */
export function quantizeQuery(vector: Float32Array, codes: Int16Array): number {
  const most = largestComponent(vector);
  codes.fill(0);
  if (most === 0) return 0;
  let sum = 0;
  for (const value of vector) sum += Math.abs(value);
  const room = 2 ** 31 - 1 - largestCode * vector.length;
  const limit = Math.min(largestQueryCode, Math.floor((room / largestCode) * (most / sum)));
  const factor = limit / most;
  let index = 0;
  for (const value of vector) {
    codes[index] = Math.round(value * factor);
    index += 1;
  }
  return most / limit;
}

/** Writes one bit a component, set where it is negative. */
export function packQuerySigns(vector: Float32Array, bits: Uint8Array): void {
  bits.fill(0);
  let index = 0;
  for (const value of vector) {
    if (value < 0) bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
    index += 1;
  }
}

function largestComponent(vector: Float32Array): number {
  let most = 0;
  for (const value of vector) {
    const size = Math.abs(value);
    if (size > most) most = size;
  }
  return most;
}
