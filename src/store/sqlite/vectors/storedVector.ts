import { dotProduct } from '../../../core/ranking/dotProduct.ts';
import { MemoryBridgeError } from '../../../core/errors.ts';

/** A vector as it lies in the file: float32, little-endian as every platform of Node is, unit length. */
export function vectorBytes(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** `bytes` as SQLite gave them: a copy of its own, so that nobody else sees the floats change. */
export function vectorFrom(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}

/** Of unit length, whatever the model made of it; a vector of zeros stays one. Throws `invalid_input`. */
export function unitVector(vector: Float32Array, dimensions: number): Float32Array {
  if (vector.length !== dimensions)
    throw new MemoryBridgeError(
      'invalid_input',
      `The model made a vector of ${vector.length} dimensions where ${dimensions} were expected. Check its settings.`,
    );
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (!Number.isFinite(squares))
    throw new MemoryBridgeError(
      'invalid_input',
      'The model made a vector that holds no numbers. Try another model.',
    );
  if (squares === 0) return vector;
  const length = Math.sqrt(squares);
  return Math.abs(length - 1) < 1e-6 ? vector : vector.map((value) => value / length);
}

/** Products of a vector with others that are only lent, as the bytes of the file: each is copied to the same place. */
export function productsWith(vector: Float32Array): (lent: Uint8Array) => number {
  const other = new Float32Array(vector.length);
  const bytes = vectorBytes(other);
  return (lent) => {
    bytes.set(lent);
    return dotProduct(vector, other);
  };
}
