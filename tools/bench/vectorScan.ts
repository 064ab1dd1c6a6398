import { rowsPerBlock } from '../../src/store/sqlite/vectors/blockLayout.ts';
import { KernelMemory } from '../../src/store/sqlite/vectors/kernelMemory.ts';
import { loadKernel } from '../../src/store/sqlite/vectors/loadKernel.ts';
import { CodeScan } from '../../src/store/sqlite/vectors/codeScan.ts';
import { randomVector } from '../../dev/random/randomVector.ts';
import { seededRandom } from '../../dev/random/seededRandom.mjs';
import { percentile } from './statistics.ts';

/** Times are medians in ms, bandwidths GB/s. */
export interface ScanFigures {
  readonly rows: number;
  readonly dimensions: number;
  /** Every row scored. */
  readonly exact: number;
  /** One of ten groups let through: the filter is inside the scan. */
  readonly filtered: number;
  /** Sign bits first, then the codes of the candidates. */
  readonly prefiltered: number;
  /** Reading as many bytes as the rows have from memory, and nothing else. */
  readonly read: number;
  readonly readBandwidth: number;
  /** Reading as many bytes again and again: out of the cache, where they fit into it. */
  readonly readAgain: number;
  /** `exact` over `read`: 1 would be as fast as memory. */
  readonly overBound: number;
  /** The same of the quickest round of each, which tells more where others use the machine as well. */
  readonly overBoundAtBest: number;
  readonly indexMegabytes: number;
}

const hits = 60;
/** A scan reads the codes of a row and its scale. */
const scaleBytes = 4;
const groups = 10;
/** Bytes to read for the bandwidth of memory, at least: fewer may lie in the cache of a processor. */
const leastRead = 256 * 2 ** 20;

/** How long a scan takes, and how long memory alone would: measured in turn, so that both see the same machine. */
export async function measureScan(
  rows: number,
  dimensions: number,
  rounds = rows >= 1_000_000 ? 40 : 200,
): Promise<ScanFigures> {
  const random = seededRandom(41, dimensions);
  const kernel = await loadKernel();
  const exact = new CodeScan(kernel, dimensions, { prefilterFrom: Infinity });
  const quick = new CodeScan(kernel, dimensions, { prefilterFrom: 0 });
  fill(exact, rows, random);
  fill(quick, rows, random);
  const plain = new KernelMemory(kernel);
  const bytes = rows * (dimensions + scaleBytes);
  const readBytes = Math.max(bytes, leastRead);
  const address = plain.allocate(readBytes);
  plain.bytes.fill(1, address, address + readBytes);
  const queries = Array.from({ length: 16 }, () => randomVector(random, dimensions));
  const anyOf = (round: number) => queries[round % queries.length] ?? new Float32Array(dimensions);
  const work = {
    exact: (round: number) => exact.search(anyOf(round), hits),
    filtered: (round: number) => exact.search(anyOf(round), hits, { groups: Uint8Array.of(0b100) }),
    prefiltered: (round: number) => quick.search(anyOf(round), hits),
    read: () => plain.kernel.readBytes(address, readBytes),
    readAgain: () => plain.kernel.readBytes(address, bytes),
  };
  const samples = { exact: [], filtered: [], prefiltered: [], read: [], readAgain: [] } as Record<
    keyof typeof work,
    number[]
  >;
  for (let round = -5; round < rounds; round += 1)
    for (const name of Object.keys(work) as (keyof typeof work)[]) {
      const started = performance.now();
      work[name](Math.abs(round));
      if (round >= 0) samples[name].push(performance.now() - started);
    }
  const median = (name: keyof typeof work) => percentile(samples[name], 0.5);
  const share = bytes / readBytes;
  return {
    rows,
    dimensions,
    exact: median('exact'),
    filtered: median('filtered'),
    prefiltered: median('prefiltered'),
    read: median('read') * share,
    readBandwidth: readBytes / median('read') / 1e6,
    readAgain: median('readAgain'),
    overBound: median('exact') / (median('read') * share),
    overBoundAtBest: Math.min(...samples.exact) / (Math.min(...samples.read) * share),
    indexMegabytes: exact.bytes / 1e6,
  };
}

/** Blocks of random rows, the same few again and again: a scan cannot tell, and making a million takes long. */
function fill(index: CodeScan, rows: number, random: () => number): void {
  const patterns: Uint8Array[] = [];
  for (let number = 0; number < 8; number += 1) {
    for (let row = 0; row < rowsPerBlock; row += 1)
      index.upsert(row, randomVector(random, index.dimensions), { group: row % groups, created: row });
    patterns.push(Uint8Array.from(index.blockBytes(0) ?? []));
  }
  const blocks = Math.floor(rows / rowsPerBlock);
  for (let number = 0; number < blocks; number += 1)
    index.loadBlock(number, patterns[number % patterns.length] ?? new Uint8Array());
}
