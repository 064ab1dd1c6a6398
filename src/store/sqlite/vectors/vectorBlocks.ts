import { blockOffsets, rowsPerBlock, signStrideOf, strideOf } from './blockLayout.ts';
import type { KernelMemory } from './kernelMemory.ts';
import { quantizeRow } from './quantize.ts';

/** What a scan can filter by without leaving the index. */
export interface RowAttributes {
  /** Number of the group, from 0 and dense. */
  readonly group: number;
  /** Second of creation, u32. */
  readonly created: number;
}

/** Where 1024 rows lie. `signs` is 0 until the pre-filter needs them. */
export interface Block {
  readonly number: number;
  readonly address: number;
  /** Rows with a vector. */
  live: number;
  signs: number;
}

const blockNumberOf = (seq: number): number => Math.floor(seq / rowsPerBlock);
const rowOf = (seq: number): number => seq % rowsPerBlock;

/**
 * Rows of one space as int8 codes in the kernel's memory, by the numbers of the memories (u32). Every 1024 numbers share
 * a block; a number without a vector costs its place in it. A row whose scale is zero is no row.
 */
export class VectorBlocks {
  readonly stride: number;
  readonly signStride: number;
  readonly #memory: KernelMemory;
  readonly #blocks = new Map<number, Block>();
  #ordered: Block[] = [];
  readonly #free: number[] = [];
  readonly #freeSigns: number[] = [];
  readonly #groupSizes: number[] = [];
  #size = 0;

  constructor(memory: KernelMemory, dimensions: number) {
    this.#memory = memory;
    this.stride = strideOf(dimensions);
    this.signStride = signStrideOf(this.stride);
  }

  /** Rows with a vector. */
  get size(): number {
    return this.#size;
  }

  /** In ascending order of their numbers. */
  get all(): readonly Block[] {
    return this.#ordered;
  }

  /** Makes room for so many blocks more at once. */
  reserve(blocks: number): void {
    this.#memory.reserve(blocks * (blockOffsets.codes + rowsPerBlock * this.stride));
  }

  /** The block that a row is or would be in. */
  blockOf(seq: number): Block | undefined {
    return this.#blocks.get(blockNumberOf(seq));
  }

  codesOf(block: Block, row: number): number {
    return block.address + blockOffsets.codes + row * this.stride;
  }

  scaleOf(block: Block, row: number): number {
    return this.#memory.floats[block.address / 4 + row] ?? 0;
  }

  groupOf(block: Block, row: number): number {
    return this.#memory.words[(block.address + blockOffsets.groups) / 4 + row] ?? 0;
  }

  createdOf(block: Block, row: number): number {
    return this.#memory.words[(block.address + blockOffsets.created) / 4 + row] ?? 0;
  }

  has(seq: number): boolean {
    const block = this.blockOf(seq);
    return block !== undefined && this.scaleOf(block, rowOf(seq)) !== 0;
  }

  /** Adds or replaces a row. */
  upsert(seq: number, vector: Float32Array, { group, created }: RowAttributes): void {
    const block = this.blockOf(seq) ?? this.#add(blockNumberOf(seq));
    const row = rowOf(seq);
    this.#clear(block, row);
    const codes = this.codesOf(block, row);
    const { floats, words, bytes } = this.#memory;
    const scale = quantizeRow(vector, new Int8Array(bytes.buffer, codes, this.stride));
    floats[block.address / 4 + row] = scale;
    words[(block.address + blockOffsets.groups) / 4 + row] = group;
    words[(block.address + blockOffsets.created) / 4 + row] = created;
    if (block.signs !== 0) this.#packSigns(block, row, 1);
    if (scale !== 0) this.#count(block, group, 1);
    this.#dropIfEmpty(block);
  }

  setGroup(seq: number, group: number): void {
    const block = this.blockOf(seq);
    if (!block || !this.has(seq)) return;
    this.#count(block, this.groupOf(block, rowOf(seq)), -1);
    this.#memory.words[(block.address + blockOffsets.groups) / 4 + rowOf(seq)] = group;
    this.#count(block, group, 1);
  }

  /** Leaves nothing of the row behind. */
  remove(seq: number): void {
    const block = this.blockOf(seq);
    if (!block) return;
    this.#clear(block, rowOf(seq));
    this.#dropIfEmpty(block);
  }

  /** How many rows are in groups whose bit is set. */
  countIn(groups: Uint8Array | undefined): number {
    if (!groups) return this.#size;
    return this.#groupSizes.reduce((sum, size, group) => sum + (isSet(groups, group) ? size : 0), 0);
  }

  /** How many groups rows were put in so far, which is one more than the greatest number of one. */
  get groupCount(): number {
    return this.#groupSizes.length;
  }

  /** Sees to it that every block has its sign bits. */
  makeSigns(): void {
    for (const block of this.#ordered) {
      if (block.signs !== 0) continue;
      block.signs = this.#freeSigns.pop() ?? this.#memory.allocate(rowsPerBlock * this.signStride);
      this.#packSigns(block, 0, rowsPerBlock);
    }
  }

  /** The bytes of a block up to its last row, as a view of this moment; undefined when it has no rows. */
  blockBytes(number: number): Uint8Array | undefined {
    const block = this.#blocks.get(number);
    if (!block) return undefined;
    let rows = rowsPerBlock;
    while (this.scaleOf(block, rows - 1) === 0) rows -= 1;
    return this.#memory.bytes.subarray(block.address, this.codesOf(block, rows));
  }

  /** Puts back what `blockBytes` gave. False, and nothing is changed, when the bytes cannot be of such a block. */
  loadBlock(number: number, bytes: Uint8Array): boolean {
    const rows = (bytes.length - blockOffsets.codes) / this.stride;
    if (!Number.isInteger(rows) || rows < 0 || rows > rowsPerBlock) return false;
    const old = this.#blocks.get(number);
    if (old) this.#drop(old);
    const block = this.#add(number);
    this.#memory.bytes.set(bytes, block.address);
    for (let row = 0; row < rows; row += 1)
      if (this.scaleOf(block, row) !== 0) this.#count(block, this.groupOf(block, row), 1);
    this.#dropIfEmpty(block);
    return true;
  }

  #clear(block: Block, row: number): void {
    if (this.scaleOf(block, row) === 0) return;
    this.#count(block, this.groupOf(block, row), -1);
    const { floats, words, bytes } = this.#memory;
    floats[block.address / 4 + row] = 0;
    words[(block.address + blockOffsets.groups) / 4 + row] = 0;
    words[(block.address + blockOffsets.created) / 4 + row] = 0;
    bytes.fill(0, this.codesOf(block, row), this.codesOf(block, row + 1));
    if (block.signs !== 0) this.#packSigns(block, row, 1);
  }

  #count(block: Block, group: number, difference: 1 | -1): void {
    while (this.#groupSizes.length <= group) this.#groupSizes.push(0);
    this.#groupSizes[group] = (this.#groupSizes[group] ?? 0) + difference;
    block.live += difference;
    this.#size += difference;
  }

  #packSigns(block: Block, row: number, rows: number): void {
    this.#memory.kernel.packSigns(
      this.codesOf(block, row),
      this.stride,
      rows,
      block.signs + row * this.signStride,
      this.signStride,
    );
  }

  #add(number: number): Block {
    const address =
      this.#free.pop() ?? this.#memory.allocate(blockOffsets.codes + rowsPerBlock * this.stride);
    const block: Block = { number, address, live: 0, signs: 0 };
    this.#blocks.set(number, block);
    const next = this.#ordered.findLastIndex((other) => other.number < number) + 1;
    this.#ordered.splice(next, 0, block);
    return block;
  }

  #dropIfEmpty(block: Block): void {
    if (block.live === 0) this.#drop(block);
  }

  #drop(block: Block): void {
    // Row by row, so that all that is freed is zero again, as what is allocated.
    for (let row = 0; block.live > 0; row += 1) this.#clear(block, row);
    this.#free.push(block.address);
    if (block.signs !== 0) this.#freeSigns.push(block.signs);
    this.#blocks.delete(block.number);
    this.#ordered = this.#ordered.filter((other) => other !== block);
  }
}

export function isSet(bits: Uint8Array, index: number): boolean {
  return (((bits[index >> 3] ?? 0) >> (index & 7)) & 1) === 1;
}
