import path from 'node:path';
import type { SqliteModule } from './sqliteModule.ts';
import type { FileWatcher, NodeVfs, Whereabouts } from './nodeVfs.ts';
import { sqliteError } from './sqliteError.ts';
import { type Row, type SqlValue, PreparedStatement } from './preparedStatement.ts';

/** Statements kept prepared; the repositories use fewer. */
const statementLimit = 256;

/**
 * One connection. Calls are synchronous and throw `MemoryBridgeError`: `corrupt`, `disk_full`, `conflict` (a
 * constraint), `read_only`, `unavailable` (cannot be opened), else `internal`.
 */
export class Database {
  readonly path: string;
  /**
   * While this is set, statements that write are refused with `read_only`. The pragma `query_only` does the same, but
   * each time it is set SQLite prepares all statements anew, which takes longer than most of them.
   */
  isReadOnly = false;
  readonly #module: SqliteModule;
  readonly #vfs: NodeVfs;
  readonly #statements = new Map<string, PreparedStatement>();
  readonly #flags: number;
  readonly #onClose: (() => void) | undefined;
  #pointer = 0;

  constructor(
    module: SqliteModule,
    vfs: NodeVfs,
    file: string,
    { readOnly = false, onClose }: { readOnly?: boolean; onClose?: (() => void) | undefined } = {},
  ) {
    this.#onClose = onClose;
    this.#module = module;
    this.#vfs = vfs;
    this.path = file;
    const { capi } = module;
    this.#flags =
      capi.SQLITE_OPEN_EXRESCODE |
      (readOnly ? capi.SQLITE_OPEN_READONLY : capi.SQLITE_OPEN_READWRITE | capi.SQLITE_OPEN_CREATE);
    this.open();
  }

  /** After `close`: opens what is under the path by then, without pragmas. */
  open(): void {
    if (this.#pointer !== 0) return;
    const { c, heap } = this.#module;
    const vfs = this.#vfs;
    const vfsName = heap.allocate(vfs.name.length + 1);
    heap.bytes.write(`${vfs.name}\0`, vfsName, 'latin1');
    const out = heap.allocate(4);
    vfs.lastFailure = undefined;
    const code = heap.withText(this.path, (name) => c.sqlite3_open_v2(name, out, this.#flags, vfsName));
    this.#pointer = heap.pointerAt(out);
    c.free(out);
    c.free(vfsName);
    if (code !== 0) {
      const error = this.#error(code);
      c.sqlite3_close_v2(this.#pointer);
      this.#pointer = 0;
      throw error;
    }
  }

  get #isForReading(): boolean {
    return (this.#flags & this.#module.capi.SQLITE_OPEN_READONLY) !== 0;
  }

  get isOpen(): boolean {
    return this.#pointer !== 0;
  }

  /** Address of the connection, for the parts of SQLite's interface that this class leaves out. */
  get pointer(): number {
    return this.#pointer;
  }

  /** `errno` name of the file call that failed last. */
  get lastFailure(): string | undefined {
    return this.#vfs.lastFailure;
  }

  /** Where the names of the database and of its log lead by now; `closed` where there is none. */
  get whereabouts(): { readonly database: Whereabouts; readonly log: Whereabouts } {
    const full = path.resolve(this.path);
    return { database: this.#vfs.whereabouts(full), log: this.#vfs.whereabouts(`${full}-wal`) };
  }

  /** Has it told of our writes to the file of the database, until it is closed for good. */
  watch(watcher: FileWatcher | undefined): void {
    this.#vfs.watch(path.resolve(this.path), watcher);
  }

  get isInTransaction(): boolean {
    return this.#module.c.sqlite3_get_autocommit(this.#pointer) === 0;
  }

  /** Runs one statement and returns how many rows it changed; triggers are not counted. */
  run(sql: string, ...parameters: SqlValue[]): number {
    this.get(sql, ...parameters);
    return this.#module.c.sqlite3_changes(this.#pointer);
  }

  /** The first row. The statement runs to its end, so that a write that returns rows is complete. */
  get(sql: string, ...parameters: SqlValue[]): Row | undefined {
    return this.all(sql, ...parameters)[0];
  }

  all(sql: string, ...parameters: SqlValue[]): Row[] {
    const statement = this.#statement(sql);
    if (statement.isBusy) return [...this.iterate(sql, ...parameters)];
    this.#vfs.lastFailure = undefined;
    return statement.all(parameters);
  }

  /**
   * Lends blobs without copying them: of each row, an integer and a blob, which `use` must copy before it returns and
   * before it calls the database. Spares a load of the vector index a second copy of hundreds of megabytes.
   */
  lend(sql: string, use: (key: number, blob: Uint8Array) => void, ...parameters: SqlValue[]): void {
    this.#vfs.lastFailure = undefined;
    this.#statement(sql).lend(parameters, use);
  }

  *iterate(sql: string, ...parameters: SqlValue[]): IterableIterator<Row> {
    this.#vfs.lastFailure = undefined;
    const kept = this.#statement(sql);
    if (!kept.isBusy) return yield* kept.iterate(parameters);
    // The same SQL inside a loop over itself: a statement has only one position.
    const own = this.#prepare(sql);
    try {
      yield* own.iterate(parameters);
    } finally {
      own.finalize();
    }
  }

  /** Runs statements without parameters, e.g. a schema. */
  exec(...statements: string[]): void {
    for (const sql of statements) {
      const statement = this.#prepare(sql);
      try {
        for (const _ of this.#allowed(statement).iterate([]));
      } finally {
        statement.finalize();
      }
    }
  }

  /** All or nothing. `work` must be synchronous; nothing else can come in between. */
  transaction<T>(work: () => T): T {
    this.run('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.run('COMMIT');
      return result;
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  /** Does nothing when SQLite has rolled back already, as it does after some errors. */
  rollback(): void {
    if (this.isInTransaction) this.run('ROLLBACK');
  }

  /**
   * Closing checkpoints the log into the database; without, as always where it is only read, the file stays byte for byte
   * as it is.
   */
  close({ checkpoint = !this.#isForReading }: { checkpoint?: boolean } = {}): void {
    if (this.#pointer === 0) return;
    const { c, capi } = this.#module;
    for (const statement of this.#statements.values()) statement.finalize();
    this.#statements.clear();
    if (!checkpoint)
      capi.sqlite3_db_config(this.#pointer, capi.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, 0 as never);
    c.sqlite3_close_v2(this.#pointer);
    this.#pointer = 0;
    this.#onClose?.();
  }

  #statement(sql: string): PreparedStatement {
    const kept = this.#statements.get(sql);
    if (kept) return this.#allowed(kept);
    if (this.#statements.size >= statementLimit) this.#forgetOldestStatement();
    const statement = this.#prepare(sql);
    this.#statements.set(sql, statement);
    return this.#allowed(statement);
  }

  #prepare(sql: string): PreparedStatement {
    return new PreparedStatement(this.#module, this.#pointer, sql, (code) => this.#error(code));
  }

  #allowed(statement: PreparedStatement): PreparedStatement {
    if (!this.isReadOnly || statement.isReadOnly) return statement;
    const { SQLITE_READONLY: code } = this.#module.capi;
    throw sqliteError({ code, message: 'a statement that writes', path: this.path });
  }

  #forgetOldestStatement(): void {
    for (const [sql, statement] of this.#statements) {
      if (statement.isBusy) continue;
      statement.finalize();
      this.#statements.delete(sql);
      return;
    }
  }

  #error(code: number): Error {
    const { c, heap } = this.#module;
    return sqliteError({
      code: this.#pointer === 0 ? code : c.sqlite3_extended_errcode(this.#pointer) || code,
      message: this.#pointer === 0 ? `code ${code}` : heap.cText(c.sqlite3_errmsg(this.#pointer)),
      errno: this.#vfs.lastFailure,
      path: this.path,
    });
  }
}
