import type { SparseMatrix } from './cooccurrence.ts';
import type { Block, KernelMemory } from './matrixKernel.ts';

export interface Decomposition {
  /** Rows by eigenvalue, unit columns: `size` x `rank`. */
  readonly vectors: Float32Array;
  /** By falling magnitude. */
  readonly values: Float64Array;
}

/** Columns beyond the wanted ones, which make the wanted ones exact sooner; total in multiples of 8. */
const oversampling = 24;
const iterations = 3;

/**
 * The leading eigenvectors of a symmetric sparse matrix by subspace iteration (Halko, Martinsson and Tropp 2011,
 * algorithms 4.4 and 5.3). `random` gives the start. `rank` in multiples of 8 and no more than `matrix.size`, which is a
 * multiple of 4.
 */
export function leadingEigenvectors(
  memory: KernelMemory,
  matrix: SparseMatrix,
  rank: number,
  random: () => number,
): Decomposition {
  const mark = memory.mark();
  const iteration = new SubspaceIteration(memory, matrix, rank, random);
  for (let round = 0; round <= iterations; round++) iteration.next();
  const decomposition = iteration.decompose(rank);
  memory.release(mark);
  return decomposition;
}

class SubspaceIteration {
  readonly #memory: KernelMemory;
  readonly #size: number;
  readonly #width: number;
  readonly #starts: Block;
  readonly #columns: Block;
  readonly #values: Block;
  #basis: Block;
  #image: Block;
  readonly #turned: Block;
  readonly #square: Block;

  constructor(memory: KernelMemory, matrix: SparseMatrix, rank: number, random: () => number) {
    const { size } = matrix;
    const width = Math.min(rank + oversampling, size - (size % 8));
    this.#memory = memory;
    this.#size = size;
    this.#width = width;
    this.#starts = memory.allocate(size + 1);
    this.#columns = memory.allocate(matrix.columns.length);
    this.#values = memory.allocate(matrix.values.length);
    this.#basis = memory.allocate(size * width);
    this.#image = memory.allocate(size * width);
    this.#turned = memory.allocate(size * width);
    this.#square = memory.allocate(width * width);
    memory.integers(this.#starts).set(matrix.starts);
    memory.integers(this.#columns).set(matrix.columns);
    memory.floats(this.#values).set(matrix.values);
    const start = memory.floats(this.#basis);
    for (let at = 0; at < start.length; at++) start[at] = random() + random() + random() - 1.5;
  }

  /** Multiplies the basis by the matrix, and makes it orthonormal: twice, because once is not exact. */
  next(): void {
    this.#multiply();
    this.#turnInto(inverseCholesky(this.#gram(this.#image, this.#image), this.#width));
    this.#swap();
    this.#turnInto(inverseCholesky(this.#gram(this.#image, this.#image), this.#width));
  }

  decompose(rank: number): Decomposition {
    this.#multiply();
    const { vectors: rotation, values } = jacobi(this.#gram(this.#basis, this.#image), this.#width);
    this.#swap();
    this.#turnInto(rotation);
    const [size, width] = [this.#size, this.#width];
    const all = this.#memory.floats(this.#basis);
    const vectors = new Float32Array(size * rank);
    for (let row = 0; row < size; row++)
      vectors.set(all.subarray(row * width, row * width + rank), row * rank);
    return { vectors, values: values.slice(0, rank) };
  }

  #multiply(): void {
    this.#memory.kernel.sparseTimes(
      this.#starts.address,
      this.#columns.address,
      this.#values.address,
      this.#basis.address,
      this.#image.address,
      this.#size,
      this.#width,
    );
  }

  #gram(left: Block, right: Block): Float64Array {
    const [memory, size, width] = [this.#memory, this.#size, this.#width];
    transpose(memory.floats(left), memory.floats(this.#turned), size, width);
    memory.floats(this.#square).fill(0);
    memory.kernel.addTimes(this.#turned.address, right.address, this.#square.address, width, size, width);
    return Float64Array.from(memory.floats(this.#square));
  }

  /** Replaces the image by itself times a width x width matrix, and makes it the basis. */
  #turnInto(factor: Float64Array): void {
    const [memory, width] = [this.#memory, this.#width];
    memory.floats(this.#square).set(factor);
    memory.floats(this.#basis).fill(0);
    memory.kernel.addTimes(
      this.#image.address,
      this.#square.address,
      this.#basis.address,
      this.#size,
      width,
      width,
    );
  }

  #swap(): void {
    [this.#basis, this.#image] = [this.#image, this.#basis];
  }
}

function transpose(from: Float32Array, to: Float32Array, rows: number, columns: number): void {
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      to[column * rows + row] = from[row * columns + column] ?? 0;
}

/** R^-1 for the upper triangular R with RᵀR = `gram`: a matrix of independent columns times it is orthonormal. */
export function inverseCholesky(gram: Float64Array, size: number): Float64Array {
  const at = (matrix: Float64Array, row: number, column: number) => matrix[row * size + column] ?? 0;
  const factor = new Float64Array(size * size);
  let trace = 0;
  for (let index = 0; index < size; index++) trace += at(gram, index, index);
  const least = (trace / size) * 1e-9;
  for (let column = 0; column < size; column++) {
    let pivot = at(gram, column, column);
    for (let k = 0; k < column; k++) pivot -= at(factor, k, column) ** 2;
    const root = Math.sqrt(Math.max(pivot, least));
    factor[column * size + column] = root;
    for (let row = column + 1; row < size; row++) {
      let sum = at(gram, column, row);
      for (let k = 0; k < column; k++) sum -= at(factor, k, column) * at(factor, k, row);
      factor[column * size + row] = sum / root;
    }
  }
  const inverse = new Float64Array(size * size);
  for (let column = 0; column < size; column++) {
    inverse[column * size + column] = 1 / at(factor, column, column);
    for (let row = column - 1; row >= 0; row--) {
      let sum = 0;
      for (let k = row + 1; k <= column; k++) sum -= at(factor, row, k) * at(inverse, k, column);
      inverse[row * size + column] = sum / at(factor, row, row);
    }
  }
  return inverse;
}

/** Eigenvectors (as columns) and eigenvalues of a small symmetric matrix by cyclic Jacobi rotations, largest first. */
export function jacobi(
  symmetric: Float64Array,
  size: number,
): { vectors: Float64Array; values: Float64Array } {
  const matrix = symmetric.slice();
  for (let row = 0; row < size; row++)
    for (let column = 0; column < row; column++) {
      const mean = ((matrix[row * size + column] ?? 0) + (matrix[column * size + row] ?? 0)) / 2;
      matrix[row * size + column] = mean;
      matrix[column * size + row] = mean;
    }
  const turned = new Float64Array(size * size);
  for (let index = 0; index < size; index++) turned[index * size + index] = 1;
  for (let sweep = 0; sweep < 12; sweep++)
    for (let p = 0; p < size - 1; p++) for (let q = p + 1; q < size; q++) rotate(matrix, turned, size, p, q);
  const order = Array.from({ length: size }, (_, index) => index).sort(
    (a, b) => Math.abs(matrix[b * size + b] ?? 0) - Math.abs(matrix[a * size + a] ?? 0) || a - b,
  );
  const vectors = new Float64Array(size * size);
  for (const [column, from] of order.entries())
    for (let row = 0; row < size; row++) vectors[row * size + column] = turned[from * size + row] ?? 0;
  return { vectors, values: Float64Array.from(order, (index) => matrix[index * size + index] ?? 0) };
}

/** `turned` keeps its eigenvectors as rows, so that a rotation touches two stretches of memory. */
function rotate(matrix: Float64Array, turned: Float64Array, size: number, p: number, q: number): void {
  const off = matrix[p * size + q] ?? 0;
  const first = matrix[p * size + p] ?? 0;
  const second = matrix[q * size + q] ?? 0;
  if (Math.abs(off) <= 1e-12 * Math.sqrt(Math.abs(first * second)) || off === 0) return;
  const theta = (second - first) / (2 * off);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  for (let k = 0; k < size; k++) {
    const a = matrix[k * size + p] ?? 0;
    const b = matrix[k * size + q] ?? 0;
    matrix[k * size + p] = cosine * a - sine * b;
    matrix[k * size + q] = sine * a + cosine * b;
  }
  for (const target of [matrix, turned])
    for (let k = 0; k < size; k++) {
      const a = target[p * size + k] ?? 0;
      const b = target[q * size + k] ?? 0;
      target[p * size + k] = cosine * a - sine * b;
      target[q * size + k] = sine * a + cosine * b;
    }
}
