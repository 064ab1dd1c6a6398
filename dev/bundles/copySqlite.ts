import { copyFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);

/** Puts SQLite beside a bundle, where it looks for it. */
export async function copySqlite(folder: string): Promise<void> {
  await copyFile(require.resolve('@sqlite.org/sqlite-wasm/sqlite3.wasm'), path.join(folder, 'sqlite3.wasm'));
}
