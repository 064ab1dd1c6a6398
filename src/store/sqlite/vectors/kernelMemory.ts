/** What `kernel/vectorKernel.ts` exports; its comments say what each does. Addresses are bytes in `memory`. */
export interface KernelExports {
  readonly memory: WebAssembly.Memory;
  selectRows(
    scales: number,
    groups: number,
    created: number,
    rows: number,
    allowed: number,
    from: number,
    before: number,
    list: number,
  ): number;
  dot(row: number, query: number, stride: number): number;
  scanRows(
    codes: number,
    scales: number,
    stride: number,
    query: number,
    list: number,
    count: number,
    first: number,
    heap: number,
    capacity: number,
    held: number,
  ): number;
  packSigns(codes: number, stride: number, rows: number, signs: number, signStride: number): void;
  scanSigns(
    signs: number,
    signStride: number,
    query: number,
    list: number,
    count: number,
    first: number,
    heap: number,
    capacity: number,
    held: number,
  ): number;
  readBytes(from: number, bytes: number): number;
}

const pageBytes = 65_536;
/** As many as 32-bit addresses reach. */
const maxPages = 65_536;
/**
 * Memory is asked for in steps of this many pages, or of a part of what there is: each step makes the collector look at
 * everything. What is not touched costs nothing.
 */
const growth = { pages: 64, part: 1 / 4 } as const;
/** Below it lies what the compiler may have put there. */
const firstAddress = 4096;
const lineBytes = 64;

/**
 * One instance of the kernel and its memory, which only ever grows. Addresses are multiples of 64. The views are all of
 * the memory, and not to be kept: the next `allocate` may replace them.
 */
export class KernelMemory {
  readonly kernel: KernelExports;
  #bytes = new Uint8Array();
  #words = new Uint32Array();
  #floats = new Float32Array();
  #next = firstAddress;

  constructor(module: WebAssembly.Module) {
    this.kernel = new WebAssembly.Instance(module).exports as unknown as KernelExports;
    this.#renewViews();
  }

  get bytes(): Uint8Array {
    return this.#bytes;
  }

  get words(): Uint32Array {
    return this.#words;
  }

  get floats(): Float32Array {
    return this.#floats;
  }

  /** Bytes handed out so far. */
  get used(): number {
    return this.#next;
  }

  /** Zeroed space. */
  allocate(bytes: number): number {
    const address = this.#next;
    this.#next = Math.ceil((address + bytes) / lineBytes) * lineBytes;
    if (this.#next > this.#bytes.length) {
      const step = Math.max(growth.pages, Math.floor((this.#bytes.length / pageBytes) * growth.part));
      this.#growTo(this.#next, step);
    }
    return address;
  }

  /** Sees to it that so many bytes can be allocated without growing in between. */
  reserve(bytes: number): void {
    this.#growTo(this.#next + bytes, 0);
  }

  /** By at least `step` pages, or less where there are no more. */
  #growTo(end: number, step: number): void {
    const pages = this.#bytes.length / pageBytes;
    const missing = Math.ceil(end / pageBytes) - pages;
    if (missing <= 0) return;
    this.kernel.memory.grow(Math.max(missing, Math.min(step, maxPages - pages)));
    this.#renewViews();
  }

  #renewViews(): void {
    const { buffer } = this.kernel.memory;
    this.#bytes = new Uint8Array(buffer);
    this.#words = new Uint32Array(buffer);
    this.#floats = new Float32Array(buffer);
  }
}

/** Space whose size is not known beforehand. What was in it is lost when it grows. */
export class KernelRegion {
  readonly #memory: KernelMemory;
  #address = 0;
  #capacity = 0;

  constructor(memory: KernelMemory) {
    this.#memory = memory;
  }

  atLeast(bytes: number): number {
    if (bytes > this.#capacity) {
      this.#capacity = Math.max(bytes, this.#capacity * 2);
      this.#address = this.#memory.allocate(this.#capacity);
    }
    return this.#address;
  }
}
