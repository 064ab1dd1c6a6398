/** Sum of the products of two vectors' components; of unit vectors, their cosine. */
export function dotProduct(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  let at = 0;
  for (const value of a) {
    sum += value * (b[at] ?? 0);
    at += 1;
  }
  return sum;
}
