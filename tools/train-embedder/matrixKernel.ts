import { main as compileAssemblyScript } from 'assemblyscript/asc';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The functions of kernel/matrix.as; addresses and counts as documented there. */
export interface MatrixKernel {
  timesTransposed(a: number, b: number, c: number, rowsA: number, rowsB: number, columns: number): void;
  addTimes(a: number, b: number, c: number, rowsA: number, rowsB: number, columns: number): void;
  sparseTimes(
    starts: number,
    columns: number,
    values: number,
    x: number,
    y: number,
    rows: number,
    dimensions: number,
  ): void;
  addScaled(to: number, from: number, factor: number, count: number): void;
  dot(a: number, b: number, count: number): number;
}

/** A matrix or vector in the kernel's memory. The view is lost when the memory grows: allocate first, then compute. */
export interface Block {
  readonly address: number;
  readonly length: number;
}

const pageBytes = 65_536;
/** The compiler puts its own data below. */
const firstFree = 65_536;

/** The part of the standard's interface that is used here; the library types of Node have none of it. */
interface KernelModule {
  readonly [Symbol.toStringTag]: string;
}
interface GrowingMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
const { WebAssembly: wasm } = globalThis as unknown as {
  WebAssembly: {
    Memory: new (size: { initial: number; maximum: number }) => GrowingMemory;
    Module: new (bytes: Uint8Array) => KernelModule;
    Instance: new (module: KernelModule, imports: object) => { readonly exports: unknown };
  };
};

/** Memory and functions of the kernel. Blocks are never freed one by one; `release` drops all since a mark. */
export class KernelMemory {
  readonly kernel: MatrixKernel;
  readonly #memory: GrowingMemory;
  #next = firstFree;

  private constructor(kernel: MatrixKernel, memory: GrowingMemory) {
    this.kernel = kernel;
    this.#memory = memory;
  }

  static async create(): Promise<KernelMemory> {
    const memory = new wasm.Memory({ initial: 2, maximum: 65_536 });
    const instance = new wasm.Instance(await kernelModule(), {
      env: { memory, abort: () => undefined },
    });
    return new KernelMemory(instance.exports as MatrixKernel, memory);
  }

  /** Room for `length` numbers of four bytes, zeroed, aligned to 16 bytes. */
  allocate(length: number): Block {
    const address = this.#next;
    this.#next = Math.ceil((address + length * 4) / 16) * 16;
    const missing = Math.ceil((this.#next - this.#memory.buffer.byteLength) / pageBytes);
    if (missing > 0) this.#memory.grow(missing);
    this.floats({ address, length }).fill(0);
    return { address, length };
  }

  mark(): number {
    return this.#next;
  }

  release(mark: number): void {
    this.#next = mark;
  }

  floats({ address, length }: Block): Float32Array {
    return new Float32Array(this.#memory.buffer, address, length);
  }

  integers({ address, length }: Block): Int32Array {
    return new Int32Array(this.#memory.buffer, address, length);
  }
}

let compiled: Promise<KernelModule> | undefined;

/** Compiles the kernel from its source beside this file, once. */
export function kernelModule(): Promise<KernelModule> {
  compiled ??= compile();
  return compiled;
}

async function compile(): Promise<KernelModule> {
  const source = readFileSync(path.join(import.meta.dirname, 'kernel', 'matrix.as'), 'utf8');
  const options = '-O3 --runtime stub --enable simd --importMemory --noAssert --outFile matrix.wasm'.split(
    ' ',
  );
  let binary: Uint8Array | undefined;
  const { error } = await compileAssemblyScript(['matrix.ts', ...options], {
    readFile: (name) => (name === 'matrix.ts' ? source : null),
    writeFile: (_, contents) => {
      if (typeof contents !== 'string') binary = contents;
    },
    listFiles: () => [],
  });
  if (error || binary === undefined)
    throw new Error('The training kernel does not compile.', { cause: error });
  return new wasm.Module(new Uint8Array(binary));
}
