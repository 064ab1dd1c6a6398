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
  { dimensions, batch, steps, learningRate, temperature }: ContrastiveOptions,
  draw: (count: number) => readonly RowPair[],
  log: (line: string) => void,
): void {
  const { kernel } = memory;
  const width = dimensions * 4;
  const mark = memory.mark();
  const sums = [0, 1].map(() => memory.allocate(batch * dimensions));
  const gradients = [0, 1].map(() => memory.allocate(batch * dimensions));
  const likeness = memory.allocate(batch * batch);
  const turned = memory.allocate(batch * batch);
  const size = table.length / dimensions;
  const rowGradients = memory.allocate(table.length);
  const squares = new Float64Array(size).fill(1e-6);
  const [left, right] = sums as [Block, Block];
  const [leftGradient, rightGradient] = gradients as [Block, Block];
  const lengths = [new Float64Array(batch), new Float64Array(batch)];
  let running = 0;
  for (let step = 0; step < steps; step++) {
    const pairs = draw(batch);
    for (const [side, block] of sums.entries()) {
      memory.floats(block).fill(0);
      for (const [index, pair] of pairs.entries()) {
        const to = block.address + index * width;
        for (const row of side === 0 ? pair.left : pair.right)
          kernel.addScaled(to, table.address + row * width, 1, dimensions);
        const length = Math.sqrt(kernel.dot(to, to, dimensions)) + 1e-8;
        (lengths[side] as Float64Array)[index] = length;
        kernel.addScaled(to, to, 1 / length - 1, dimensions);
      }
    }
    kernel.timesTransposed(left.address, right.address, likeness.address, batch, batch, dimensions);
    running += lossGradient(memory.floats(likeness), memory.floats(turned), batch, temperature);
    memory.floats(leftGradient).fill(0);
    memory.floats(rightGradient).fill(0);
    kernel.addTimes(likeness.address, right.address, leftGradient.address, batch, batch, dimensions);
    kernel.addTimes(turned.address, left.address, rightGradient.address, batch, batch, dimensions);
    const touched = new Set<number>();
    for (const [side, block] of gradients.entries())
      for (const [index, pair] of pairs.entries()) {
        const from = block.address + index * width;
        const unit = (sums[side] as Block).address + index * width;
        // Through the normalisation: only what is across the direction counts.
        kernel.addScaled(from, unit, -kernel.dot(from, unit, dimensions), dimensions);
        const factor = 1 / ((lengths[side] as Float64Array)[index] ?? 1);
        for (const row of side === 0 ? pair.left : pair.right) {
          touched.add(row);
          kernel.addScaled(rowGradients.address + row * width, from, factor, dimensions);
        }
      }
    const rate = learningRate * (1 - (0.9 * step) / steps);
    const all = memory.floats(rowGradients);
    for (const row of touched) {
      const from = rowGradients.address + row * width;
      const square = (squares[row] ?? 0) + kernel.dot(from, from, dimensions);
      squares[row] = square;
      kernel.addScaled(table.address + row * width, from, -rate / Math.sqrt(square), dimensions);
      all.fill(0, row * dimensions, (row + 1) * dimensions);
    }
    if ((step + 1) % 100 === 0) {
      log(`Step ${step + 1} of ${steps}, loss ${(running / 100).toFixed(4)}`);
      running = 0;
    }
  }
  memory.release(mark);
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
