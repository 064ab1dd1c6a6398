/** A square sparse matrix by rows: entries of row i are at starts[i] .. starts[i + 1]. */
export interface SparseMatrix {
  readonly size: number;
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float32Array;
}

export interface CooccurrenceOptions {
  /** Words to each side that count as near, the nearest most. */
  readonly window: number;
  /** Words above this share of all words are thinned out, as word2vec does (Mikolov et al. 2013, section 2.3). */
  readonly subsample: number;
  /** Taken off each value: log k of Levy and Goldberg 2014. */
  readonly shift: number;
  /** Weighted occurrences together below which a pair is chance. */
  readonly least: number;
}

/** Ends a block: no window reaches across. */
export const blockEnd = -1;

/**
 * Shifted positive pointwise mutual information of each pair of words, symmetric, with context counts smoothed by the
 * power 0.75 on both sides (Levy, Goldberg and Dagan 2015). `stream` holds word numbers and `blockEnd`; `random` thins.
 */
export function positiveMutualInformation(
  stream: Int32Array,
  size: number,
  { window, subsample, shift, least }: CooccurrenceOptions,
  random: () => number,
): SparseMatrix {
  const thin = thinOut(stream, size, subsample, random);
  const { starts: wordStarts, positions } = positionsByWord(thin, size);
  const starts = new Int32Array(size + 1);
  const sums = new Float64Array(size);
  const scratch = new Float32Array(size);
  const rows: { columns: Int32Array; values: Float32Array }[] = [];
  const touched: number[] = [];
  for (let word = 0; word < size; word++) {
    for (let at = wordStarts[word] ?? 0; at < (wordStarts[word + 1] ?? 0); at++)
      addNeighbours(thin, positions[at] ?? 0, window, scratch, touched);
    const columns = Int32Array.from(touched.filter((other) => (scratch[other] ?? 0) >= least)).sort();
    const values = new Float32Array(columns.length);
    let sum = 0;
    for (const other of touched) sum += scratch[other] ?? 0;
    for (const [index, other] of columns.entries()) values[index] = scratch[other] ?? 0;
    for (const other of touched) scratch[other] = 0;
    touched.length = 0;
    sums[word] = sum;
    rows.push({ columns, values });
  }
  const total = sums.reduce((sum, each) => sum + each, 0);
  // x^0.75 as the product of two square roots: those are exact everywhere.
  const smooth = sums.map((each) => Math.sqrt(each) * Math.sqrt(Math.sqrt(each)));
  const smoothTotal = smooth.reduce((sum, each) => sum + each, 0);
  const own = sums.map((each) => Math.log(Math.max(each, 1e-9) / total) / 2);
  const near = smooth.map((each) => Math.log(Math.max(each, 1e-9) / smoothTotal) / 2);
  let entries = 0;
  for (const [word, { columns, values }] of rows.entries()) {
    let kept = 0;
    for (const [index, other] of columns.entries()) {
      const value =
        Math.log((values[index] ?? 0) / total) -
        (own[word] ?? 0) -
        (near[word] ?? 0) -
        (own[other] ?? 0) -
        (near[other] ?? 0) -
        shift;
      if (value <= 0) continue;
      columns[kept] = other;
      values[kept++] = value;
    }
    rows[word] = { columns: columns.slice(0, kept), values: values.slice(0, kept) };
    entries += kept;
    starts[word + 1] = entries;
  }
  const matrix = { size, starts, columns: new Int32Array(entries), values: new Float32Array(entries) };
  for (const [word, { columns, values }] of rows.entries()) {
    matrix.columns.set(columns, starts[word]);
    matrix.values.set(values, starts[word]);
  }
  return matrix;
}

function thinOut(stream: Int32Array, size: number, subsample: number, random: () => number): Int32Array {
  const counts = new Float64Array(size);
  let total = 0;
  for (const word of stream)
    if (word >= 0) {
      counts[word] = (counts[word] ?? 0) + 1;
      total++;
    }
  const keep = counts.map((count) => Math.min(1, Math.sqrt((subsample * total) / Math.max(count, 1))));
  return stream.filter((word) => word < 0 || random() < (keep[word] ?? 1));
}

function positionsByWord(stream: Int32Array, size: number) {
  const starts = new Int32Array(size + 1);
  for (const word of stream) if (word >= 0) starts[word + 1] = (starts[word + 1] ?? 0) + 1;
  for (let word = 0; word < size; word++) starts[word + 1] = (starts[word + 1] ?? 0) + (starts[word] ?? 0);
  const positions = new Int32Array(starts[size] ?? 0);
  const next = starts.slice();
  for (const [position, word] of stream.entries())
    if (word >= 0) {
      const at = next[word] ?? 0;
      positions[at] = position;
      next[word] = at + 1;
    }
  return { starts, positions };
}

function addNeighbours(
  stream: Int32Array,
  position: number,
  window: number,
  scratch: Float32Array,
  touched: number[],
) {
  for (const step of [-1, 1])
    for (let distance = 1; distance <= window; distance++) {
      const other = stream[position + step * distance] ?? blockEnd;
      if (other < 0) break;
      if (scratch[other] === 0) touched.push(other);
      scratch[other] = (scratch[other] ?? 0) + (window + 1 - distance) / window;
    }
}
