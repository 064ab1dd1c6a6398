import { MemoryBridgeError } from '../../../core/errors.ts';
import { blockOffsets, rowsPerBlock } from './blockLayout.ts';
import { KernelMemory, KernelRegion } from './kernelMemory.ts';
import { packQuerySigns, quantizeQuery } from './quantize.ts';
import { type Block, isSet, type RowAttributes, VectorBlocks } from './vectorBlocks.ts';

/** Which rows a search is about. Absent fields do not filter. */
export interface RowFilter {
  /** One bit a group; groups beyond its end are left out. */
  readonly groups?: Uint8Array | undefined;
  /** Second of creation, inclusive. */
  readonly createdFrom?: number | undefined;
  /** Only these rows, in any order. */
  readonly rows?: readonly number[] | undefined;
}

export interface IndexHit {
  readonly seq: number;
  /** From int8 codes: within about 0.01 of the true one. */
  readonly cosine: number;
}

export interface CodeScanOptions {
  /** From this many rows that a filter lets through, sign bits choose the candidates of the exact scan. */
  readonly prefilterFrom?: number;
  /** How many those are, at least; and for each hit asked for. */
  readonly leastCandidates?: number;
  readonly candidatesPerHit?: number;
}

/** The best rows of a scan in the kernel's memory, in no order. */
interface Best {
  readonly heap: number;
  readonly capacity: number;
  held: number;
}

const endOfTime = 2 ** 32 - 1;
const keyBytes = 8;

/** The vectors of one space, scanned whole for each query. Vectors are of unit length, so that a product is a cosine. */
export class CodeScan {
  readonly dimensions: number;
  readonly #memory: KernelMemory;
  readonly #blocks: VectorBlocks;
  readonly #options: Required<CodeScanOptions>;
  readonly #query: number;
  readonly #querySigns: number;
  readonly #list: number;
  readonly #heap: KernelRegion;
  readonly #allowed: KernelRegion;

  constructor(module: WebAssembly.Module, dimensions: number, options: CodeScanOptions = {}) {
    this.dimensions = dimensions;
    this.#options = { prefilterFrom: 300_000, leastCandidates: 2000, candidatesPerHit: 10, ...options };
    this.#memory = new KernelMemory(module);
    this.#blocks = new VectorBlocks(this.#memory, dimensions);
    this.#query = this.#memory.allocate(this.#blocks.stride * 2);
    this.#querySigns = this.#memory.allocate(this.#blocks.signStride);
    this.#list = this.#memory.allocate(rowsPerBlock * 2);
    this.#heap = new KernelRegion(this.#memory);
    this.#allowed = new KernelRegion(this.#memory);
  }

  /** Rows, which those of zeros are not. */
  get size(): number {
    return this.#blocks.size;
  }

  /** Memory that rows and workspace take. */
  get bytes(): number {
    return this.#memory.used;
  }

  has(seq: number): boolean {
    return this.#blocks.has(seq);
  }

  /** Adds or replaces a row. A vector of zeros is near to nothing and found by nothing. */
  upsert(seq: number, vector: Float32Array, attributes: RowAttributes): void {
    this.#checkLength(vector);
    this.#blocks.upsert(seq, vector, attributes);
  }

  setGroup(seq: number, group: number): void {
    this.#blocks.setGroup(seq, group);
  }

  /** Leaves nothing of the row behind. */
  remove(seq: number): void {
    this.#blocks.remove(seq);
  }

  /** Makes room for so many blocks of 1024 rows at once. */
  reserve(blocks: number): void {
    this.#blocks.reserve(blocks);
  }

  /** 1024 rows as bytes, for the file; a view of this moment. Undefined when there is none of them. */
  blockBytes(number: number): Uint8Array | undefined {
    return this.#blocks.blockBytes(number);
  }

  /** Puts back what `blockBytes` gave. False, and nothing is changed, when the bytes cannot be of such a block. */
  loadBlock(number: number, bytes: Uint8Array): boolean {
    return this.#blocks.loadBlock(number, bytes);
  }

  /** The rows nearest to the query, best first, at most `k`. Of equal ones the smaller number comes first. */
  search(query: Float32Array, k: number, filter: RowFilter = {}): IndexHit[] {
    this.#checkLength(query);
    if (k <= 0 || this.size === 0) return [];
    const scale = this.#setQuery(query);
    return this.#hits(this.#best(query, k, filter), scale);
  }

  /** The cosines of given rows; those that are not there are left out. */
  cosines(query: Float32Array, seqs: readonly number[]): Map<number, number> {
    this.#checkLength(query);
    const scale = this.#setQuery(query);
    const found = new Map<number, number>();
    for (const seq of seqs) {
      const block = this.#blocks.blockOf(seq);
      if (!block || !this.has(seq)) continue;
      const row = seq % rowsPerBlock;
      const product = this.#memory.kernel.dot(
        this.#blocks.codesOf(block, row),
        this.#query,
        this.#blocks.stride,
      );
      found.set(seq, product * this.#blocks.scaleOf(block, row) * scale);
    }
    return found;
  }

  #best(query: Float32Array, k: number, filter: RowFilter): Best {
    if (filter.rows) return this.#scanListed(this.#admitted(filter.rows, filter), k);
    const { prefilterFrom, leastCandidates, candidatesPerHit } = this.#options;
    const candidates = Math.max(leastCandidates, k * candidatesPerHit);
    const passing = this.#blocks.countIn(filter.groups);
    if (passing < prefilterFrom || passing <= candidates) return this.#scanAll(k, filter);
    return this.#scanListed(this.#likely(query, candidates, filter), k);
  }

  #scanAll(k: number, filter: RowFilter): Best {
    const best = this.#emptyHeap(k);
    const select = this.#selector(filter);
    for (const block of this.#blocks.all) this.#scan(block, select(block), best);
    return best;
  }

  /** Rows whose signs are most like the query's, in ascending order. */
  #likely(query: Float32Array, candidates: number, filter: RowFilter): number[] {
    const { kernel } = this.#memory;
    const { signStride } = this.#blocks;
    this.#blocks.makeSigns();
    packQuerySigns(query, this.#memory.bytes.subarray(this.#querySigns, this.#querySigns + signStride));
    const best = this.#emptyHeap(candidates);
    const select = this.#selector(filter);
    for (const block of this.#blocks.all)
      best.held = kernel.scanSigns(
        block.signs,
        signStride,
        this.#querySigns,
        this.#list,
        select(block),
        block.number * rowsPerBlock,
        best.heap,
        best.capacity,
        best.held,
      );
    return this.#seqs(best).sort((a, b) => a - b);
  }

  /** Scores rows that are known to be there, in ascending order. */
  #scanListed(seqs: readonly number[], k: number): Best {
    const best = this.#emptyHeap(k);
    const list = new Uint16Array(this.#memory.bytes.buffer, this.#list, rowsPerBlock);
    let at = 0;
    for (let seq = seqs[0]; seq !== undefined; seq = seqs[at]) {
      const block = this.#blocks.blockOf(seq);
      const first = seq - (seq % rowsPerBlock);
      let count = 0;
      for (let next = seqs[at]; next !== undefined && next < first + rowsPerBlock; next = seqs[at]) {
        list[count] = next - first;
        count += 1;
        at += 1;
      }
      if (block) this.#scan(block, count, best);
    }
    return best;
  }

  /** Scores the rows that the list names. */
  #scan(block: Block, count: number, best: Best): void {
    best.held = this.#memory.kernel.scanRows(
      this.#blocks.codesOf(block, 0),
      block.address,
      this.#blocks.stride,
      this.#query,
      this.#list,
      count,
      block.number * rowsPerBlock,
      best.heap,
      best.capacity,
      best.held,
    );
  }

  /** Writes the rows of a block that pass into the list, and returns how many they are. */
  #selector({ groups, createdFrom = 0 }: RowFilter): (block: Block) => number {
    const { kernel } = this.#memory;
    let allowed = 0;
    if (groups) {
      const bytes = Math.ceil(this.#blocks.groupCount / 8);
      allowed = this.#allowed.atLeast(bytes);
      this.#memory.bytes.fill(0, allowed, allowed + bytes);
      this.#memory.bytes.set(groups.subarray(0, bytes), allowed);
    }
    let listsEvery = false;
    return (block) => {
      // Most blocks are full: the list of the one before will do.
      const wantsEvery = !groups && createdFrom === 0 && block.live === rowsPerBlock;
      if (wantsEvery && listsEvery) return rowsPerBlock;
      listsEvery = wantsEvery;
      return kernel.selectRows(
        block.address,
        block.address + blockOffsets.groups,
        block.address + blockOffsets.created,
        rowsPerBlock,
        allowed,
        createdFrom,
        endOfTime,
        this.#list,
      );
    };
  }

  /** Those of the given rows that are there and pass the rest of the filter, each once and in ascending order. */
  #admitted(seqs: readonly number[], { groups, createdFrom = 0 }: RowFilter): number[] {
    const blocks = this.#blocks;
    return [...new Set(seqs)]
      .filter((seq) => {
        const block = blocks.blockOf(seq);
        const row = seq % rowsPerBlock;
        if (!block || blocks.scaleOf(block, row) === 0) return false;
        return (
          blocks.createdOf(block, row) >= createdFrom &&
          (!groups || isSet(groups, blocks.groupOf(block, row)))
        );
      })
      .sort((a, b) => a - b);
  }

  /** Returns the scale of the query's codes. */
  #setQuery(query: Float32Array): number {
    return quantizeQuery(query, new Int16Array(this.#memory.bytes.buffer, this.#query, this.#blocks.stride));
  }

  #emptyHeap(capacity: number): Best {
    return { heap: this.#heap.atLeast(capacity * keyBytes), capacity, held: 0 };
  }

  /** The key of a row in the heap is its number, inverted, below its score as sortable bits. */
  #seqs({ heap, held }: Best): number[] {
    const keys = this.#memory.words.subarray(heap / 4, heap / 4 + held * 2);
    return Array.from({ length: held }, (_, index) => ~(keys[index * 2] ?? 0) >>> 0);
  }

  #hits(best: Best, scale: number): IndexHit[] {
    const keys = this.#memory.words.subarray(best.heap / 4, best.heap / 4 + best.held * 2);
    const bits = new Uint32Array(1);
    const score = new Float32Array(bits.buffer);
    const hits = this.#seqs(best).map((seq, index) => {
      const sortable = keys[index * 2 + 1] ?? 0;
      bits[0] = sortable >= 2 ** 31 ? sortable - 2 ** 31 : ~sortable;
      return { seq, cosine: (score[0] ?? 0) * scale };
    });
    return hits.sort((a, b) => b.cosine - a.cosine || a.seq - b.seq);
  }

  #checkLength(vector: Float32Array): void {
    if (vector.length !== this.dimensions)
      throw new MemoryBridgeError(
        'invalid_input',
        `A vector of ${this.dimensions} dimensions was expected, not of ${vector.length}.`,
      );
  }
}
