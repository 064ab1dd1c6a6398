import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import init, { type CAPI, type Sqlite3Static, type WASM_API } from '@sqlite.org/sqlite-wasm';
import { type SqliteExports, WasmHeap } from './wasmHeap.ts';

/** The one WASM instance of this process, with the parts that the file system layer and the wrapper use. */
export interface SqliteModule {
  readonly capi: CAPI;
  readonly wasm: WASM_API;
  readonly library: Sqlite3Static;
  /** C functions without the package's argument conversion, which costs more than most calls themselves. */
  readonly c: SqliteExports;
  readonly heap: WasmHeap;
}

let loading: Promise<SqliteModule> | undefined;

/** Compiles SQLite on first use; every database of the process shares the instance. */
export function loadSqlite(): Promise<SqliteModule> {
  loading ??= load();
  return loading;
}

async function load(): Promise<SqliteModule> {
  // The published type leaves the options out on purpose (sqlite/sqlite-wasm#129); Emscripten takes them all the same.
  const start = init as unknown as (options: object) => Promise<Sqlite3Static>;
  const silent = () => {};
  const library = await start({ wasmBinary: await readWasm(), print: silent, printErr: silent });
  const { capi, wasm } = library;
  const c = wasm.exports as SqliteExports;
  return { library, capi, wasm, c, heap: new WasmHeap(wasm, c) };
}

/** Beside the bundle in the product; in the package when run from source. */
async function readWasm(): Promise<Uint8Array> {
  try {
    return await readFile(new URL('sqlite3.wasm', import.meta.url));
  } catch {
    const require = createRequire(import.meta.url);
    return readFile(require.resolve('@sqlite.org/sqlite-wasm/sqlite3.wasm'));
  }
}
