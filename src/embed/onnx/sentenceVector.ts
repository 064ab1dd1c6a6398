import { toUnitLength } from '../toUnitLength.ts';

/** How token vectors become the vector of their text. */
export type Pooling = 'mean' | 'cls';

/**
 * `states` holds `length` rows of `dimensions` floats, one per token, none of them padding. The result has unit length.
 */
export function sentenceVector(
  states: Float32Array,
  length: number,
  dimensions: number,
  pooling: Pooling,
): Float32Array {
  if (pooling === 'cls') return toUnitLength(states.slice(0, dimensions));
  // Summed in doubles: the order of a text's tokens must not show in the last digits.
  const sums = new Float64Array(dimensions);
  for (let row = 0; row < length; row++) {
    const start = row * dimensions;
    for (let column = 0; column < dimensions; column++)
      sums[column] = (sums[column] ?? 0) + (states[start + column] ?? 0);
  }
  return toUnitLength(Float32Array.from(sums, (sum) => sum / length));
}
