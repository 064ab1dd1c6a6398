import { dotProduct } from '../../core/ranking/dotProduct.ts';

/**
 * Takes off a vector, in place, what of it points along a unit vector: removal of a common component as in Arora, Liang and Ma,
 * "A Simple but Tough-to-Beat Baseline for Sentence Embeddings", ICLR 2017.
 */
export function removeComponent(direction: Float32Array, vector: Float32Array): void {
  const share = dotProduct(vector, direction);
  for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] ?? 0) - share * (direction[at] ?? 0);
}
