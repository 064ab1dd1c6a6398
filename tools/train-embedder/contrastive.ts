import type { Block, KernelMemory } from './matrixKernel.ts';

/** Two texts, as rows of the table, that should be near each other. */
export interface RowPair {
  readonly left: readonly number[];
  readonly right: readonly number[];
}

export interface ContrastiveOptions {
  readonly dimensions: number;
  /** Pairs a step; each is the other ones' negative example. A multiple of 4. */
  readonly batch: number;
  readonly steps: number;
  readonly learningRate: number;
  readonly temperature: number;
}

/**
 * Moves the rows of `table` (size x dimensions, in the kernel's memory) so that the sums of the rows of two paired texts
 * point the same way and those of other texts elsewhere: InfoNCE in both directions (van den Oord et al. 2018) with
 * Adagrad (Duchi et al. 2011) that keeps one sum of squares a row. `draw` supplies the pairs.
 */
export function refine(
  memory: KernelMemory,
  table: Block,
  options: ContrastiveOptions,
  draw: (count: number) => readonly RowPair[],
  log: (line: string) => void,
): void {
  const mark = memory.mark();
  const { batch, steps, learningRate } = options;
  const refinement = new Refinement(memory, table, options);
  let running = 0;
  for (let step = 0; step < steps; step++) {
    running += refinement.step(draw(batch), learningRate * (1 - (0.9 * step) / steps));
    if ((step + 1) % 100 === 0) {
      log(`Step ${step + 1} of ${steps}, loss ${(running / 100).toFixed(4)}`);
      running = 0;
    }
  }
  memory.release(mark);
}

/** One side of the pairs: the sums of their rows at unit length, how long they were, and the gradient. */
interface Side {
  readonly rowsOf: (pair: RowPair) => readonly number[];
  readonly sums: Block;
  readonly gradient: Block;
  readonly lengths: Float64Array;
}

class Refinement {
  readonly #memory: KernelMemory;
  readonly #table: Block;
  readonly #options: ContrastiveOptions;
  /** Bytes of a row. */
  readonly #width: number;
  readonly #sides: readonly [Side, Side];
  readonly #likeness: Block;
  readonly #turned: Block;
  readonly #rowGradients: Block;
  readonly #squares: Float64Array;

  constructor(memory: KernelMemory, table: Block, options: ContrastiveOptions) {
    const { batch, dimensions } = options;
    this.#memory = memory;
    this.#table = table;
    this.#options = options;
    this.#width = dimensions * 4;
    const sums = [memory.allocate(batch * dimensions), memory.allocate(batch * dimensions)] as const;
    const gradients = [memory.allocate(batch * dimensions), memory.allocate(batch * dimensions)] as const;
    const side = (index: 0 | 1, rowsOf: Side['rowsOf']): Side => ({
      rowsOf,
      sums: sums[index],
      gradient: gradients[index],
      lengths: new Float64Array(batch),
    });
    this.#sides = [side(0, ({ left }) => left), side(1, ({ right }) => right)];
    this.#likeness = memory.allocate(batch * batch);
    this.#turned = memory.allocate(batch * batch);
    this.#rowGradients = memory.allocate(table.length);
    this.#squares = new Float64Array(table.length / dimensions).fill(1e-6);
  }

  /** Returns the loss before the step. */
  step(pairs: readonly RowPair[], rate: number): number {
    for (const side of this.#sides) this.#sum(pairs, side);
    const loss = this.#differentiate();
    const touched = new Set<number>();
    for (const side of this.#sides) this.#spread(pairs, side, touched);
    this.#move(touched, rate);
    return loss;
  }

  #sum(pairs: readonly RowPair[], { rowsOf, sums, lengths }: Side): void {
    const { kernel } = this.#memory;
    const { dimensions } = this.#options;
    this.#memory.floats(sums).fill(0);
    for (const [index, pair] of pairs.entries()) {
      const to = sums.address + index * this.#width;
      for (const row of rowsOf(pair))
        kernel.addScaled(to, this.#table.address + row * this.#width, 1, dimensions);
      const length = Math.sqrt(kernel.dot(to, to, dimensions)) + 1e-8;
      lengths[index] = length;
      kernel.addScaled(to, to, 1 / length - 1, dimensions);
    }
  }

  /** The gradients of both sides with respect to the unit sums. */
  #differentiate(): number {
    const { kernel } = this.#memory;
    const { batch, dimensions, temperature } = this.#options;
    const [left, right] = this.#sides;
    const [likeness, turned] = [this.#likeness, this.#turned];
    kernel.timesTransposed(left.sums.address, right.sums.address, likeness.address, batch, batch, dimensions);
    const loss = lossGradient(this.#memory.floats(likeness), this.#memory.floats(turned), batch, temperature);
    this.#memory.floats(left.gradient).fill(0);
    this.#memory.floats(right.gradient).fill(0);
    kernel.addTimes(likeness.address, right.sums.address, left.gradient.address, batch, batch, dimensions);
    kernel.addTimes(turned.address, left.sums.address, right.gradient.address, batch, batch, dimensions);
    return loss;
  }

  #spread(pairs: readonly RowPair[], { rowsOf, sums, gradient, lengths }: Side, touched: Set<number>): void {
    const { kernel } = this.#memory;
    const { dimensions } = this.#options;
    for (const [index, pair] of pairs.entries()) {
      const from = gradient.address + index * this.#width;
      const unit = sums.address + index * this.#width;
      // Through the normalisation: only what is across the direction counts.
      kernel.addScaled(from, unit, -kernel.dot(from, unit, dimensions), dimensions);
      const factor = 1 / (lengths[index] ?? 1);
      for (const row of rowsOf(pair)) {
        touched.add(row);
        kernel.addScaled(this.#rowGradients.address + row * this.#width, from, factor, dimensions);
      }
    }
  }

  #move(touched: ReadonlySet<number>, rate: number): void {
    const { kernel } = this.#memory;
    const { dimensions } = this.#options;
    const all = this.#memory.floats(this.#rowGradients);
    for (const row of touched) {
      const from = this.#rowGradients.address + row * this.#width;
      const square = (this.#squares[row] ?? 0) + kernel.dot(from, from, dimensions);
      this.#squares[row] = square;
      kernel.addScaled(this.#table.address + row * this.#width, from, -rate / Math.sqrt(square), dimensions);
      all.fill(0, row * dimensions, (row + 1) * dimensions);
    }
  }
}

/** Replaces the cosines by the loss's gradient with respect to them, also transposed; returns the loss of the rows. */
export function lossGradient(
  cosines: Float32Array,
  turned: Float32Array,
  batch: number,
  temperature: number,
): number {
  const scale = 1 / temperature;
  const rowSums = new Float64Array(batch);
  const columnSums = new Float64Array(batch);
  let loss = 0;
  for (let row = 0; row < batch; row++)
    for (let column = 0; column < batch; column++) {
      const at = row * batch + column;
      // Cosines are at most 1, so that nothing overflows.
      const value = Math.exp(((cosines[at] ?? 0) - 1) * scale);
      cosines[at] = value;
      rowSums[row] = (rowSums[row] ?? 0) + value;
      columnSums[column] = (columnSums[column] ?? 0) + value;
    }
  for (let row = 0; row < batch; row++)
    for (let column = 0; column < batch; column++) {
      const at = row * batch + column;
      const value = cosines[at] ?? 0;
      const byRow = value / (rowSums[row] ?? 1);
      if (row === column) loss -= Math.log(byRow + 1e-9);
      const gradient =
        (((byRow + value / (columnSums[column] ?? 1)) / 2 - (row === column ? 1 : 0)) * scale) / batch;
      cosines[at] = gradient;
      turned[column * batch + row] = gradient;
    }
  return loss / batch;
}
