import type { SqliteModule } from './sqliteModule.ts';

export type SqlValue = string | number | bigint | null | Uint8Array;
/** Integers come back as numbers, so they must stay below 2^53; blobs are copies. */
export type SqlColumn = string | number | null | Uint8Array;
export type Row = Readonly<Record<string, SqlColumn>>;

const row = 100;
const done = 101;
const copyAtOnce = -1;
const prepareOnce = 1;
const columnType = { integer: 1, float: 2, text: 3, blob: 4 } as const;
const int32 = 2 ** 31;

/** A prepared statement. Owned by its `Database`, which keeps it for the next time. */
export class PreparedStatement {
  /** Whether it leaves the database as it is. */
  readonly isReadOnly: boolean;
  readonly #module: SqliteModule;
  readonly #fail: (code: number) => Error;
  readonly #parameterCount: number;
  #pointer: number;
  #names: readonly string[] | undefined;
  #isBusy = false;

  /** `fail` turns a result code into the error to throw. */
  constructor(module: SqliteModule, db: number, sql: string, fail: (code: number) => Error) {
    this.#module = module;
    this.#fail = fail;
    const { c, heap } = module;
    const out = heap.allocate(4);
    try {
      const code = heap.withText(sql, (text, bytes) =>
        c.sqlite3_prepare_v3(db, text, bytes + 1, prepareOnce, out, 0),
      );
      if (code !== 0) throw fail(code);
      this.#pointer = heap.pointerAt(out);
    } finally {
      c.free(out);
    }
    this.isReadOnly = c.sqlite3_stmt_readonly(this.#pointer) !== 0;
    this.#parameterCount = c.sqlite3_bind_parameter_count(this.#pointer);
  }

  /** True while an iteration is under way. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** All rows at once, without the cost of a generator. */
  all(parameters: readonly SqlValue[]): Row[] {
    const { c } = this.#module;
    const rows: Row[] = [];
    try {
      this.#bind(parameters);
      for (;;) {
        const code = c.sqlite3_step(this.#pointer);
        if (code === done) return rows;
        if (code !== row) throw this.#fail(code);
        rows.push(this.#row());
      }
    } finally {
      c.sqlite3_reset(this.#pointer);
    }
  }

  /** Of each row the first column, an integer, and a view of the second, a blob, that is valid during the call. */
  lend(parameters: readonly SqlValue[], use: (key: number, blob: Uint8Array) => void): void {
    const { c, heap } = this.#module;
    const pointer = this.#pointer;
    try {
      this.#bind(parameters);
      for (;;) {
        const code = c.sqlite3_step(pointer);
        if (code === done) return;
        if (code !== row) throw this.#fail(code);
        const key = c.sqlite3_column_double(pointer, 0);
        const data = c.sqlite3_column_blob(pointer, 1);
        const bytes = c.sqlite3_column_bytes(pointer, 1);
        use(key, heap.bytes.subarray(data, data + bytes));
      }
    } finally {
      c.sqlite3_reset(pointer);
    }
  }

  /** Steps through all rows. Leaving early, by `break` or an exception, is fine. */
  *iterate(parameters: readonly SqlValue[]): IterableIterator<Row> {
    const { c } = this.#module;
    this.#isBusy = true;
    try {
      this.#bind(parameters);
      for (;;) {
        const code = c.sqlite3_step(this.#pointer);
        if (code === done) return;
        if (code !== row) throw this.#fail(code);
        yield this.#row();
      }
    } finally {
      c.sqlite3_reset(this.#pointer);
      this.#isBusy = false;
    }
  }

  finalize(): void {
    if (this.#pointer !== 0) this.#module.c.sqlite3_finalize(this.#pointer);
    this.#pointer = 0;
  }

  #bind(parameters: readonly SqlValue[]): void {
    if (parameters.length !== this.#parameterCount)
      throw new RangeError(`Expected ${this.#parameterCount} parameters, got ${parameters.length}`);
    let index = 0;
    for (const value of parameters) {
      index += 1;
      const code = this.#bindOne(index, value);
      if (code !== 0) throw this.#fail(code);
    }
  }

  #bindOne(index: number, value: SqlValue): number {
    const { c, heap } = this.#module;
    const pointer = this.#pointer;
    if (value === null) return c.sqlite3_bind_null(pointer, index);
    if (typeof value === 'string')
      return heap.withText(value, (text, bytes) =>
        c.sqlite3_bind_text(pointer, index, text, bytes, copyAtOnce),
      );
    if (typeof value === 'bigint') return c.sqlite3_bind_int64(pointer, index, value);
    if (typeof value === 'number') {
      if (!Number.isSafeInteger(value)) return c.sqlite3_bind_double(pointer, index, value);
      return value >= -int32 && value < int32
        ? c.sqlite3_bind_int(pointer, index, value)
        : c.sqlite3_bind_int64(pointer, index, BigInt(value));
    }
    return heap.withBytes(value, (data, bytes) =>
      c.sqlite3_bind_blob(pointer, index, data, bytes, copyAtOnce),
    );
  }

  #row(): Row {
    const record: Record<string, SqlColumn> = {};
    let index = 0;
    for (const name of this.#columnNames()) {
      record[name] = this.#column(index);
      index += 1;
    }
    return record;
  }

  #columnNames(): readonly string[] {
    const { c, heap } = this.#module;
    this.#names ??= Array.from({ length: c.sqlite3_column_count(this.#pointer) }, (_, index) =>
      heap.cText(c.sqlite3_column_name(this.#pointer, index)),
    );
    return this.#names;
  }

  #column(index: number): SqlColumn {
    const { c, heap } = this.#module;
    const pointer = this.#pointer;
    switch (c.sqlite3_column_type(pointer, index)) {
      case columnType.integer:
      case columnType.float:
        // Exact below 2^53, and several times cheaper than a bigint for each integer.
        return c.sqlite3_column_double(pointer, index);
      case columnType.text: {
        const text = c.sqlite3_column_text(pointer, index);
        return heap.text(text, c.sqlite3_column_bytes(pointer, index));
      }
      case columnType.blob: {
        const data = c.sqlite3_column_blob(pointer, index);
        const bytes = c.sqlite3_column_bytes(pointer, index);
        return new Uint8Array(heap.bytes.subarray(data, data + bytes));
      }
      default:
        return null;
    }
  }
}
