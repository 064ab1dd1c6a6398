import { dotProduct } from '../../src/core/ranking/dotProduct.ts';
import { removeComponent } from '../../src/embed/builtIn/removeComponent.ts';

/**
 * The leading directions of unit vectors, by power iteration: what all texts have in common, which Arora, Liang and Ma
 * 2017 take off each of them. Changes `vectors`.
 */
export function commonComponents(
  vectors: readonly Float32Array[],
  count: number,
  dimensions: number,
): Float32Array[] {
  const found: Float32Array[] = [];
  for (let index = 0; index < count; index++) {
    let direction = new Float32Array(dimensions).fill(1 / Math.sqrt(dimensions));
    for (let round = 0; round < 30; round++) {
      const sum = new Float64Array(dimensions);
      for (const vector of vectors) {
        const share = dotProduct(vector, direction);
        for (let at = 0; at < dimensions; at++) sum[at] = (sum[at] ?? 0) + share * (vector[at] ?? 0);
      }
      const length = Math.sqrt(sum.reduce((total, value) => total + value * value, 0)) || 1;
      direction = Float32Array.from(sum, (value) => value / length);
    }
    found.push(direction);
    for (const vector of vectors) removeComponent(direction, vector);
  }
  return found;
}
