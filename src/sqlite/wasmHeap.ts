import type { WASM_API } from '@sqlite.org/sqlite-wasm';

/** Addresses are plain numbers in 32-bit WASM; 64-bit values cross the border as bigint. */
export interface SqliteExports {
  malloc(bytes: number): number;
  free(pointer: number): void;
  sqlite3_open_v2(name: number, out: number, flags: number, vfs: number): number;
  sqlite3_close_v2(db: number): number;
  sqlite3_extended_errcode(db: number): number;
  sqlite3_errmsg(db: number): number;
  sqlite3_get_autocommit(db: number): number;
  sqlite3_changes(db: number): number;
  sqlite3_prepare_v3(
    db: number,
    sql: number,
    bytes: number,
    flags: number,
    out: number,
    tail: number,
  ): number;
  sqlite3_step(statement: number): number;
  sqlite3_reset(statement: number): number;
  sqlite3_finalize(statement: number): number;
  sqlite3_stmt_readonly(statement: number): number;
  sqlite3_bind_parameter_count(statement: number): number;
  sqlite3_bind_null(statement: number, index: number): number;
  sqlite3_bind_int(statement: number, index: number, value: number): number;
  sqlite3_bind_int64(statement: number, index: number, value: bigint): number;
  sqlite3_bind_double(statement: number, index: number, value: number): number;
  sqlite3_bind_text(statement: number, index: number, text: number, bytes: number, release: number): number;
  sqlite3_bind_blob(statement: number, index: number, data: number, bytes: number, release: number): number;
  sqlite3_column_count(statement: number): number;
  sqlite3_column_name(statement: number, index: number): number;
  sqlite3_column_type(statement: number, index: number): number;
  sqlite3_column_int64(statement: number, index: number): bigint;
  sqlite3_column_double(statement: number, index: number): number;
  sqlite3_column_text(statement: number, index: number): number;
  sqlite3_column_blob(statement: number, index: number): number;
  sqlite3_column_bytes(statement: number, index: number): number;
  sqlite3_backup_init(to: number, toName: number, from: number, fromName: number): number;
  sqlite3_backup_step(backup: number, pages: number): number;
  sqlite3_backup_finish(backup: number): number;
  sqlite3_backup_remaining(backup: number): number;
  sqlite3_backup_pagecount(backup: number): number;
}

const scratchBytes = 64 * 1024;
const encoder = new TextEncoder();

/** Text and bytes in and out of WASM memory. Views are renewed when the memory has grown. */
export class WasmHeap {
  readonly #wasm: WASM_API;
  readonly #c: SqliteExports;
  readonly #scratch: number;
  #view: Buffer = Buffer.alloc(0);

  constructor(wasm: WASM_API, c: SqliteExports) {
    this.#wasm = wasm;
    this.#c = c;
    this.#scratch = this.allocate(scratchBytes);
  }

  /** All of the memory. Valid until the next call into SQLite, which may grow it. */
  get bytes(): Buffer {
    const { buffer } = this.#wasm.heap8u();
    if (this.#view.buffer !== buffer) this.#view = Buffer.from(buffer);
    return this.#view;
  }

  allocate(bytes: number): number {
    const pointer = this.#c.malloc(bytes);
    if (pointer === 0) throw new RangeError(`SQLite could not allocate ${bytes} bytes`);
    return pointer;
  }

  text(pointer: number, bytes: number): string {
    return bytes === 0 ? '' : this.bytes.toString('utf8', pointer, pointer + bytes);
  }

  /** A string that ends in NUL. */
  cText(pointer: number): string {
    return pointer === 0 ? '' : this.text(pointer, this.bytes.indexOf(0, pointer) - pointer);
  }

  pointerAt(address: number): number {
    return this.bytes.readUInt32LE(address);
  }

  /** Lends UTF-8 (with a NUL after it) to `use`, which must copy what it keeps. `bytes` leaves the NUL out. */
  withText<T>(text: string, use: (pointer: number, bytes: number) => T): T {
    // Three bytes per UTF-16 unit is the most that UTF-8 needs.
    return this.#withSpace(text.length * 3 + 1, (pointer, capacity) => {
      const view = this.bytes;
      const { written } = encoder.encodeInto(text, view.subarray(pointer, pointer + capacity - 1));
      view[pointer + written] = 0;
      return use(pointer, written);
    });
  }

  withBytes<T>(data: Uint8Array, use: (pointer: number, bytes: number) => T): T {
    return this.#withSpace(data.length + 1, (pointer) => {
      this.bytes.set(data, pointer);
      return use(pointer, data.length);
    });
  }

  #withSpace<T>(bytes: number, use: (pointer: number, capacity: number) => T): T {
    if (bytes <= scratchBytes) return use(this.#scratch, scratchBytes);
    const pointer = this.allocate(bytes);
    try {
      return use(pointer, bytes);
    } finally {
      this.#c.free(pointer);
    }
  }
}
